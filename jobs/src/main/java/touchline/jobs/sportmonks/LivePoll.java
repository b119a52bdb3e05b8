package touchline.jobs.sportmonks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.jobs.sportmonks.feed.FeedException;
import touchline.jobs.sportmonks.feed.FeedFixture;
import touchline.jobs.sportmonks.feed.SportmonksClient;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.fixture.MatchPhase;

/** One look at the feed: what is in play, what should be, and when to look again. */
public final class LivePoll {
    private static final Logger LOG = LoggerFactory.getLogger(LivePoll.class);

    private final SportmonksClient feed;
    private final PollTiming timing;
    private final SquadSync squads;
    private final MatchDay matchDay;
    private final Fixtures fixtures;

    public LivePoll(SportmonksClient feed, PollTiming timing, SquadSync squads, MatchDay matchDay, Fixtures fixtures) {
        this.feed = feed;
        this.timing = timing;
        this.squads = squads;
        this.matchDay = matchDay;
        this.fixtures = fixtures;
    }

    /**
     * What a poll saw and changed.
     *
     * @param seen fixtures that the feed told of
     * @param live those of them in play
     * @param applied events that were new or changed
     * @param waiting events that wait for the next poll
     * @param late events that came after their fixture's settlement
     * @param broken fixtures that could not be taken in; the next poll tries again
     * @param due fixtures to be settled
     * @param next when to look again
     */
    record Poll(int seen, int live, int applied, int waiting, int late, int broken, List<Fixture> due, Duration next) {}

    Poll poll() throws FeedException, InterruptedException {
        // Before asking: what is told then is no older, and of two pollers at once the one that asked later is right.
        Instant asked = fixtures.clock();
        Map<Long, FeedFixture> told = new LinkedHashMap<>();
        feed.inplay(timing.leagues()).forEach(fixture -> told.put(fixture.id(), fixture));
        // What should be in play and isn't listed, and what is over and leaves the list before it is settled.
        List<Long> unlisted = fixtures.unsettled().stream()
                .map(fixture -> fixture.id().value())
                .filter(id -> !told.containsKey(id))
                .toList();
        if (!unlisted.isEmpty()) {
            feed.fixtures(unlisted).forEach(fixture -> told.put(fixture.id(), fixture));
        }
        int live = 0;
        int applied = 0;
        int waiting = 0;
        int late = 0;
        int broken = 0;
        List<Fixture> due = new ArrayList<>();
        for (FeedFixture fixture : told.values()) {
            try {
                squads.ensure(fixture);
                MatchDay.Observed observed = matchDay.observe(FeedTranslation.match(fixture), asked);
                live += observed.fixture().phase() == MatchPhase.LIVE ? 1 : 0;
                applied += observed.count(Applied.APPLIED);
                waiting += observed.count(Applied.WAITS);
                late += observed.count(Applied.LATE);
                if (observed.settlementDue()) {
                    due.add(observed.fixture());
                }
            } catch (FeedException | RuntimeException e) {
                // One match that can't be taken in must not keep the others waiting.
                LOG.warn("fixture {} could not be taken in; the next poll tries again", fixture.id(), e);
                broken++;
            }
        }
        return new Poll(told.size(), live, applied, waiting, late, broken, due, next());
    }

    /**
     * The short beat while a match is unsettled, or a longer one where the calls that are left would not last; otherwise until the next kick-off, but no longer than
     * the idle beat.
     */
    private Duration next() {
        if (!fixtures.unsettled().isEmpty()) {
            Duration bearable = feed.bearableBeat();
            return bearable.compareTo(timing.live()) > 0 ? bearable : timing.live();
        }
        Duration idle = fixtures.untilNextKickOff()
                .filter(wait -> wait.compareTo(timing.idle()) < 0)
                .orElse(timing.idle());
        return idle.compareTo(timing.live()) < 0 ? timing.live() : idle;
    }
}
