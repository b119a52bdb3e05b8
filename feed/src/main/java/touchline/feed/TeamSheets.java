package touchline.feed;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedTeam;
import touchline.market.squad.SquadPlayer;
import touchline.market.squad.Squads;

/** Lists the players on a team sheet whom the squad of the team lacks, before the events of their match are applied; but not those who have left it since the match began. Thread-safe. */
final class TeamSheets {
    private static final int MOST_KEPT = 500;

    private final Squads squads;
    /** As last listed, by fixture and team. A repeated sheet costs nothing. */
    private final Map<List<Long>, List<SquadPlayer>> listed = new ConcurrentHashMap<>();

    TeamSheets(Squads squads) {
        this.squads = squads;
    }

    /**
     * Lists them.
     *
     * @return whether the feed has a sheet of the team
     */
    boolean list(FeedFixture fixture, FeedTeam team) {
        List<SquadPlayer> players = fixture.lineUp().players().stream()
                .filter(player -> player.entry().teamId() == team.id())
                .map(player -> FeedTranslation.player(player.entry()))
                .sorted(Comparator.comparingLong(player -> player.id().value()))
                .toList();
        if (players.isEmpty()) {
            return false;
        }
        List<Long> key = List.of(fixture.id(), team.id());
        if (!players.equals(listed.get(key))) {
            Instant kickOff = fixture.kickOff();
            squads.addMissing(team.id(), team.name(), players, kickOff == null ? Instant.EPOCH : kickOff);
            if (listed.size() >= MOST_KEPT) {
                listed.clear();
            }
            listed.put(key, players);
        }
        return true;
    }

    /** Lists the sheets of a team again: its squad has changed. */
    void forget(long team) {
        listed.keySet().removeIf(key -> key.get(1) == team);
    }
}
