package touchline.jobs.sportmonks;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.sportmonks.feed.FeedException;
import touchline.jobs.sportmonks.feed.FeedFixture;
import touchline.jobs.sportmonks.feed.SportmonksClient;
import touchline.market.fixture.MatchDay;
import touchline.market.squad.Squads;

/** Who plays next, and with whom: the calendar of the configured leagues, and the squads of the teams in it. */
public final class SquadSync {
    private static final Logger LOG = LoggerFactory.getLogger(SquadSync.class);
    private static final int DAYS_AHEAD = 7;
    private static final Duration FRESH = Duration.ofDays(2);
    private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

    private final SportmonksClient feed;
    private final Set<Long> leagues;
    private final MatchDay matchDay;
    private final Squads squads;
    private final Clock clock;
    private final Map<Long, Instant> askedLately = new ConcurrentHashMap<>();

    public SquadSync(SportmonksClient feed, Set<Long> leagues, MatchDay matchDay, Squads squads, Clock clock) {
        this.feed = feed;
        this.leagues = Set.copyOf(leagues);
        this.matchDay = matchDay;
        this.squads = squads;
        this.clock = clock;
    }

    /** What a sync saw and changed. */
    record Synced(int fixtures, int teams, int changedInstruments) {}

    /** Takes over the calendar from yesterday to a week ahead, and the squads of everyone in it. */
    Synced everything() throws FeedException, InterruptedException {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        Map<Long, String> teams = new TreeMap<>();
        int fixtures = 0;
        // Before, as a poll may be told of something newer while the pages of the calendar come in.
        Instant asked = matchDay.clock();
        for (FeedFixture fixture : feed.fixturesBetween(today.minusDays(1), today.plusDays(DAYS_AHEAD), leagues)) {
            matchDay.schedule(FeedTranslation.match(fixture), asked);
            fixture.participants().forEach(team -> teams.put(team.id(), team.name()));
            fixtures++;
        }
        int changed = 0;
        for (Map.Entry<Long, String> team : teams.entrySet()) {
            changed += take(team.getKey(), team.getValue());
        }
        // Of the others nothing new is known; but what a crash left half done is done now.
        for (long team : squads.teams()) {
            changed += teams.containsKey(team) ? 0 : squads.hydrate(team);
        }
        return new Synced(fixtures, teams.size(), changed);
    }

    /** Makes sure that a fixture's players are instruments before its events are told. Where the squads can't be had just now, those of the last sync will do. */
    void ensure(FeedFixture fixture) throws FeedException, InterruptedException {
        for (var team : fixture.participants()) {
            if (squads.isFresh(team.id(), FRESH)
                    || askedLately.getOrDefault(team.id(), Instant.MIN).isAfter(clock.instant())) {
                continue;
            }
            try {
                take(team.id(), team.name());
            } catch (FeedException e) {
                if (!squads.isKnown(team.id())) {
                    throw e;
                }
                LOG.warn("the squad of {} can't be had, it plays as last named: {}", team.name(), e.toString());
            }
            askedLately.put(
                    team.id(), clock.instant().plus(ASK_AGAIN)); // it may be empty: it is not asked for at every poll
        }
    }

    private int take(long teamId, String name) throws FeedException, InterruptedException {
        return squads.take(
                teamId,
                name,
                feed.squad(teamId).stream().map(FeedTranslation::player).toList());
    }
}
