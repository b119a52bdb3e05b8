package touchline.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.model.FeedFixture;
import touchline.feed.model.FeedTeam;
import touchline.feed.model.UnreadableRow;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchPhase;

/** Takes the fixtures of one poll into the market, and counts what came of it. Used once. */
final class FixtureIntake {
    private static final Logger LOG = LoggerFactory.getLogger(FixtureIntake.class);

    private final Set<Long> leagues;
    private final SquadSync squads;
    private final MatchDay matchDay;
    private final FixtureRepository fixtures;
    private final Instant asked;

    private final Map<String, String> found = new TreeMap<>();
    private final List<Fixture> due = new ArrayList<>();
    private int seen;
    private int live;
    private int applied;
    private int waiting;
    private int late;
    private int unreadable;
    private int broken;

    FixtureIntake(Set<Long> leagues, SquadSync squads, MatchDay matchDay, FixtureRepository fixtures, Instant asked) {
        this.leagues = leagues;
        this.squads = squads;
        this.matchDay = matchDay;
        this.fixtures = fixtures;
        this.asked = asked;
    }

    void skip(List<UnreadableRow> rows) {
        if (!rows.isEmpty()) {
            found.put("rows", FeedFaults.words(rows));
        }
        unreadable += rows.size();
    }

    /**
     * Takes one in. If that fails, the others go on, and the next poll tries again.
     *
     * @param validity how long this look at it is valid
     */
    void take(FeedFixture fixture, Duration validity) throws InterruptedException {
        seen++;
        String subject = "fixture " + fixture.id();
        List<String> gaps = fixture.gaps().unreadable();
        if (!gaps.isEmpty()) {
            found.put(subject, FeedFaults.words(fixture));
            unreadable += gaps.size();
        }
        try {
            Fixture known = isWhole(fixture)
                    ? null
                    : fixtures.find(FixtureId.of(fixture.id())).orElse(null);
            if (fixture.leagueId() == 0 && known == null && !leagues.isEmpty()) {
                return; // it may be of another league
            }
            squads.ensure(fixture);
            count(fixture, matchDay.observe(FeedTranslation.match(fixture, known), asked, validity));
        } catch (RuntimeException e) {
            LOG.warn("fixture {} could not be taken in; the next poll tries again", fixture.id(), e);
            found.put(subject, "it could not be taken in: " + e);
            broken++;
        }
    }

    private void count(FeedFixture fixture, MatchDay.Observed observed) {
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
        if (observed.doubt() != null) {
            unreadable++;
            found.merge(
                    "fixture " + fixture.id(),
                    FeedFaults.doubt(fixture, observed.doubt()),
                    (gap, words) -> gap + "; " + words);
        }
        if (observed.settlementDue()) {
            due.add(observed.fixture());
        }
    }

    private static boolean isWhole(FeedFixture fixture) {
        return fixture.leagueId() != 0
                && fixture.stateId() != 0
                && fixture.team(FeedTeam.Side.HOME).isPresent()
                && fixture.team(FeedTeam.Side.AWAY).isPresent();
    }

    int unreadable() {
        return unreadable;
    }

    LivePoll.Poll result(Duration next) {
        return new LivePoll.Poll(
                new LivePoll.Counts(seen, live, applied, waiting, late, unreadable, broken), found, due, next);
    }

    Map<String, String> found() {
        return found;
    }
}
