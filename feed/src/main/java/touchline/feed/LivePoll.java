package touchline.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.model.FeedAnswer;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.UnreadableRow;
import touchline.feed.sportmonks.FeedException;
import touchline.feed.sportmonks.SportmonksClient;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.Fixtures;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** One look at the feed: what is in play, what should be, and when to look again. */
public final class LivePoll {
    private static final Logger LOG = LoggerFactory.getLogger(LivePoll.class);

    private final SportmonksClient feed;
    private final PollTiming timing;
    private final SquadSync squads;
    private final MatchDay matchDay;
    private final Fixtures fixtures;
    private final FeedFaults faults;

    public LivePoll(
            SportmonksClient feed,
            PollTiming timing,
            SquadSync squads,
            MatchDay matchDay,
            Fixtures fixtures,
            FeedFaults faults) {
        this.feed = feed;
        this.timing = timing;
        this.squads = squads;
        this.matchDay = matchDay;
        this.fixtures = fixtures;
        this.faults = faults;
    }

    /**
     * What a poll saw and changed.
     *
     * @param seen fixtures that the feed lists
     * @param live those of them in play
     * @param applied events that were new or changed
     * @param waiting events that wait for the next poll
     * @param late events that came after their fixture's settlement
     * @param unreadable rows and fields that could not be read, and are left out
     * @param found what of the feed's data can't be read, by whose it is
     * @param broken fixtures that could not be taken in; the next poll tries again
     * @param due fixtures to be settled
     * @param next when to look again
     */
    public record Poll(
            int seen,
            int live,
            int applied,
            int waiting,
            int late,
            int unreadable,
            int broken,
            Map<String, String> found,
            List<Fixture> due,
            Duration next) {}

    public Poll poll() throws FeedException, InterruptedException {
        // Read before asking: the answer is no older, and of two pollers at once the one that asked later is right.
        Instant asked = fixtures.clock();
        Map<Long, FeedFixture> listed = new LinkedHashMap<>();
        FeedAnswer<FeedFixture> inplay = feed.inplay(timing.leagues());
        List<UnreadableRow> rows = new ArrayList<>(inplay.unreadable());
        inplay.items().forEach(fixture -> listed.put(fixture.id(), fixture));
        // What should be in play and isn't listed, and what is over and leaves the list before it is settled.
        List<Long> unlisted = fixtures.unsettled().stream()
                .map(fixture -> fixture.id().value())
                .filter(id -> !listed.containsKey(id))
                .toList();
        if (!unlisted.isEmpty()) {
            FeedAnswer<FeedFixture> others = feed.fixtures(unlisted);
            others.items().forEach(fixture -> listed.put(fixture.id(), fixture));
            rows.addAll(others.unreadable());
        }
        Map<String, String> found = new TreeMap<>();
        for (int n = 0; n < rows.size(); n++) {
            found.put("row " + (n + 1), FeedFaults.words(rows.get(n)));
        }
        int unreadable = rows.size();
        int live = 0;
        int applied = 0;
        int waiting = 0;
        int late = 0;
        int broken = 0;
        List<Fixture> due = new ArrayList<>();
        for (FeedFixture fixture : listed.values()) {
            List<String> gaps = fixture.gaps().unreadable();
            if (!gaps.isEmpty()) {
                found.put("fixture " + fixture.id(), FeedFaults.words(fixture));
                unreadable += gaps.size();
            }
            try {
                Fixture known = isWhole(fixture)
                        ? null
                        : fixtures.find(FixtureId.of(fixture.id())).orElse(null);
                if (fixture.leagueId() == 0
                        && known == null
                        && !timing.leagues().isEmpty()) {
                    continue; // it may be of another league
                }
                squads.ensure(fixture);
                MatchDay.Observed observed = matchDay.observe(FeedTranslation.match(fixture, known), asked);
                live += observed.fixture().phase() == MatchPhase.LIVE ? 1 : 0;
                applied += observed.count(Applied.APPLIED);
                waiting += observed.count(Applied.WAITS);
                late += observed.count(Applied.LATE);
                int setAside = observed.count(Applied.SET_ASIDE);
                if (setAside > 0) {
                    unreadable += setAside;
                    found.merge(
                            "fixture " + fixture.id(),
                            FeedFaults.setAside(fixture, setAside),
                            (gap, words) -> gap + "; " + words);
                }
                if (observed.settlementDue()) {
                    due.add(observed.fixture());
                }
            } catch (RuntimeException e) {
                // One match that can't be taken in must not keep the others waiting.
                LOG.warn("fixture {} could not be taken in; the next poll tries again", fixture.id(), e);
                found.put("fixture " + fixture.id(), "it could not be taken in: " + e);
                broken++;
            }
        }
        faults.polled(found, unreadable);
        return new Poll(listed.size(), live, applied, waiting, late, unreadable, broken, found, due, next());
    }

    private static boolean isWhole(FeedFixture fixture) {
        return fixture.leagueId() != 0
                && fixture.stateId() != 0
                && fixture.team(FeedTeam.Side.HOME).isPresent()
                && fixture.team(FeedTeam.Side.AWAY).isPresent();
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
