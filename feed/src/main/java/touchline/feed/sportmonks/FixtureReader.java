package touchline.feed.sportmonks;

import static touchline.feed.sportmonks.Fields.count;
import static touchline.feed.sportmonks.Fields.flag;
import static touchline.feed.sportmonks.Fields.id;
import static touchline.feed.sportmonks.Fields.integer;
import static touchline.feed.sportmonks.Fields.isNothing;
import static touchline.feed.sportmonks.Fields.seconds;
import static touchline.feed.sportmonks.Fields.text;
import static touchline.feed.sportmonks.Fields.textOr;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedPeriod;
import touchline.feed.model.FeedScore;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.FixtureState;

/** Reads what can be read of one fixture, and notes what can't. */
final class FixtureReader {
    private static final DateTimeFormatter STARTING_AT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int MOST_GOALS = 999;
    private static final int LONGEST_MATCH = 999;

    private final JsonNode node;
    private final UnreadableFields unreadable = new UnreadableFields();

    private FixtureReader(JsonNode node) {
        this.node = node;
    }

    /** The league of a fixture; null where it can't be read. */
    static @Nullable Long league(JsonNode node) {
        return id(node.path("league_id"));
    }

    /** Null where not even its id can be read. */
    static @Nullable FeedFixture fixture(JsonNode node) {
        Long id = id(node.path("id"));
        return id == null ? null : new FixtureReader(node).read(id);
    }

    private FeedFixture read(long fixture) {
        Long league = league(node);
        if (league == null) {
            unreadable.note("league_id", node.path("league_id"));
        }
        List<FeedTeam> teams = teams();
        List<FeedScore> scores = new ArrayList<>();
        unreadable.rows(node, "scores", (at, row) -> score(at, row, teams, scores));
        List<FeedPeriod> periods = new ArrayList<>();
        unreadable.rows(node, "periods", (at, row) -> periods.add(period(row)));
        Instant kickOff = kickOff();
        int state = state();
        FeedFixture.Play play = new FeedFixture.Play(
                scores, new EventReader(unreadable).events(node), periods, new LineUpReader(unreadable).lineUp(node));
        return new FeedFixture(
                fixture,
                league == null ? 0 : league,
                textOr(node.path("name"), ""),
                kickOff,
                state,
                teams,
                play,
                unreadable.gaps());
    }

    private int state() {
        JsonNode said = isNothing(node.path("state_id")) ? node.path("state").path("id") : node.path("state_id");
        Integer state = integer(said);
        if (state == null || state <= 0) {
            unreadable.note("state_id", said.isMissingNode() ? node.path("state_id") : said);
            return 0;
        }
        if (FixtureState.byId(state).isEmpty()) {
            unreadable.note("state_id is " + state + ", a state that this version does not know");
        }
        return state;
    }

    private @Nullable Instant kickOff() {
        Instant timestamp = seconds(node.path("starting_at_timestamp"));
        String text = text(node.path("starting_at"));
        if (timestamp != null) {
            return timestamp;
        }
        if (text == null) {
            return null; // not scheduled yet, or a gap: what is known stays
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text.strip(), STARTING_AT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            unreadable.note("starting_at", node.path("starting_at"));
            return null;
        }
    }

    private List<FeedTeam> teams() {
        List<FeedTeam> teams = new ArrayList<>();
        unreadable.rows(node, "participants", (at, row) -> {
            Long id = id(row.path("id"));
            if (id == null) {
                unreadable.note(at + ".id", row.path("id"));
            } else {
                teams.add(new FeedTeam(
                        id,
                        textOr(row.path("name"), ""),
                        textOr(row.path("short_code"), ""),
                        side(row.path("meta").path("location"))));
            }
        });
        boolean said = teams.stream().map(FeedTeam::side).distinct().count() == teams.size()
                && teams.stream().noneMatch(team -> team.side() == FeedTeam.Side.UNKNOWN);
        if (teams.size() != 2 || said) {
            return teams;
        }
        unreadable.note(
                "participants[].meta.location",
                node.path("participants").path(0).path("meta").path("location"));
        // One side gives the other away; without any, the home team comes first.
        boolean turned = teams.get(0).side() == FeedTeam.Side.AWAY
                || (teams.get(1).side() == FeedTeam.Side.HOME && teams.get(0).side() != FeedTeam.Side.HOME);
        return List.of(
                teams.get(0).at(turned ? FeedTeam.Side.AWAY : FeedTeam.Side.HOME),
                teams.get(1).at(turned ? FeedTeam.Side.HOME : FeedTeam.Side.AWAY));
    }

    private static FeedTeam.Side side(JsonNode location) {
        return switch (location.asText("").strip()) {
            case "home" -> FeedTeam.Side.HOME;
            case "away" -> FeedTeam.Side.AWAY;
            default -> FeedTeam.Side.UNKNOWN;
        };
    }

    private void score(String at, JsonNode row, List<FeedTeam> teams, List<FeedScore> scores) {
        Long participant = id(row.path("participant_id"));
        FeedTeam.Side said = side(row.path("score").path("participant"));
        FeedTeam.Side side = said != FeedTeam.Side.UNKNOWN || participant == null
                ? said
                : teams.stream()
                        .filter(team -> team.id() == participant)
                        .map(FeedTeam::side)
                        .findFirst()
                        .orElse(FeedTeam.Side.UNKNOWN);
        Integer goals = count(row.path("score").path("goals"), MOST_GOALS);
        if (goals == null) {
            unreadable.note(at + ".score.goals", row.path("score").path("goals"));
        } else if (side == FeedTeam.Side.UNKNOWN) {
            unreadable.note(at + ".participant_id", row.path("participant_id"));
        } else {
            scores.add(new FeedScore(
                    participant == null ? 0 : participant, side, goals, textOr(row.path("description"), "")));
        }
    }

    private static FeedPeriod period(JsonNode row) {
        return new FeedPeriod(
                Objects.requireNonNullElse(id(row.path("id")), 0L),
                Objects.requireNonNullElse(integer(row.path("type_id")), 0),
                seconds(row.path("started")),
                seconds(row.path("ended")),
                flag(row.path("ticking")),
                Objects.requireNonNullElse(count(row.path("minutes"), LONGEST_MATCH), 0),
                Objects.requireNonNullElse(count(row.path("seconds"), Integer.MAX_VALUE), 0),
                textOr(row.path("description"), ""));
    }
}
