package touchline.feed.sportmonks;

import static touchline.feed.sportmonks.Fields.count;
import static touchline.feed.sportmonks.Fields.hundredths;
import static touchline.feed.sportmonks.Fields.id;
import static touchline.feed.sportmonks.Fields.integer;
import static touchline.feed.sportmonks.Fields.isNothing;
import static touchline.feed.sportmonks.Fields.text;
import static touchline.feed.sportmonks.Fields.textOr;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedLineUp;
import touchline.feed.model.SquadEntry;

/** Reads line-ups with their details, and squads. */
final class LineUpReader {
    private static final int STARTS = 11;
    private static final int SAVES = 57;
    private static final int RATING = 118;
    private static final int MINUTES = 119;
    private static final int MOST_SAVES = 99;
    private static final int LONGEST_MATCH = 150;
    private static final int BEST_RATING = 10_00;

    private final UnreadableFields unreadable;

    LineUpReader(UnreadableFields unreadable) {
        this.unreadable = unreadable;
    }

    /** The types of details that are read, for a filter of the call. */
    static List<Integer> detailTypes() {
        return List.of(SAVES, RATING, MINUTES);
    }

    /** Reads a row of a squad or of a line-up; null if the player can't be identified. */
    static @Nullable SquadEntry squadEntry(JsonNode row, long teamId) {
        JsonNode player = row.path("player");
        Long id = id(row.path("player_id"));
        Long playerId = id == null ? id(player.path("id")) : id;
        if (playerId == null) {
            return null;
        }
        String name = text(player.path("display_name"));
        Long team = id(row.path("team_id"));
        return new SquadEntry(
                playerId,
                name != null ? name : textOr(player.path("name"), textOr(row.path("player_name"), "")),
                team != null ? team : teamId,
                integer(row.path("position_id")),
                count(row.path("jersey_number"), 9_999));
    }

    FeedLineUp lineUp(JsonNode fixture) {
        List<FeedLineUp.Player> players = new ArrayList<>();
        AtomicBoolean complete = new AtomicBoolean(true);
        boolean listed = unreadable.rows(fixture, "lineups", (at, row) -> {
            Long team = id(row.path("team_id"));
            SquadEntry entry = team == null ? null : squadEntry(row, team);
            if (entry == null) {
                complete.set(false);
                unreadable.note(
                        at + (team == null ? ".team_id" : ".player_id"),
                        row.path(team == null ? "team_id" : "player_id"));
            } else {
                players.add(player(at, entry, row));
            }
        });
        return new FeedLineUp(players, listed && complete.get());
    }

    private FeedLineUp.Player player(String at, SquadEntry entry, JsonNode row) {
        Integer saves = null;
        Integer minutes = null;
        Integer rating = null;
        List<JsonNode> details = Objects.requireNonNullElse(Fields.rows(row.path("details")), List.of());
        for (JsonNode detail : details) {
            JsonNode value = detail.path("data").path("value");
            switch (Objects.requireNonNullElse(integer(detail.path("type_id")), 0)) {
                case SAVES -> saves = noted(at, "saves", value, count(value, MOST_SAVES));
                case MINUTES -> minutes = noted(at, "minutes played", value, count(value, LONGEST_MATCH));
                case RATING -> rating = noted(at, "rating", value, hundredths(value, BEST_RATING));
                default -> {
                    // of no interest
                }
            }
        }
        boolean starts = Integer.valueOf(STARTS).equals(integer(row.path("type_id")));
        return new FeedLineUp.Player(entry, starts, saves, minutes, rating);
    }

    private @Nullable Integer noted(String at, String what, JsonNode value, @Nullable Integer read) {
        if (read == null && !isNothing(value)) {
            unreadable.note(at + ".details: " + what, value);
        }
        return read;
    }
}
