package touchline.market.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.market.Refusal;
import touchline.market.TestMarket;
import touchline.market.audit.PlayedMarket;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.FeedPatience;
import touchline.market.fixture.Fixture;
import touchline.market.fixture.FixtureRepository;
import touchline.market.fixture.MatchDay;
import touchline.market.fixture.MatchEvents;
import touchline.market.fixture.MatchEvents.Applied;
import touchline.market.matchfeed.FixtureId;
import touchline.market.matchfeed.MatchEvent;
import touchline.market.matchfeed.MatchInfo;
import touchline.market.matchfeed.MatchPhase;
import touchline.market.matchfeed.MatchScore;
import touchline.market.matchfeed.MatchSnapshot;
import touchline.market.matchfeed.MatchStatus;
import touchline.market.matchfeed.MatchTeam;
import touchline.market.outbox.Flusher;
import touchline.market.settlement.status.UnsettledMatchQuery;

/** A match is followed to its end, in the order of states in which the feed may show it. */
class MatchLifeTest extends SettlementSetup {
    private static final FixtureId MATCH = FixtureId.of(9);
    private static final Duration SETTLE_AFTER = Duration.ofMinutes(2);
    private static final Duration TWO_WEEKS = Duration.ofDays(14);
    private static final long HOME = 200;
    private static final long SCORER = 21;

    private Instant now = Instant.EPOCH;
    private Instant kickOff = Instant.EPOCH;

    @BeforeEach
    void list() {
        played.market.list(SCORER, HOME, 1_000_000, 10_000);
        played.market.list(SCORER + 1, HOME + 1, 1_000_000, 10_000);
        now = new FixtureRepository(played.jdbi).clock().truncatedTo(ChronoUnit.MILLIS);
        kickOff = now.minusSeconds(600);
    }

    @Test
    void oneThatKickedOffFourteenHoursAgoWhileNoNodeRan() {
        kickOff = now.minus(Duration.ofHours(14));
        day().schedule(snapshot(1, "NS", MatchPhase.UPCOMING), now);
        played.buy(played.alice, SCORER, 10);
        assertThat(awaited()).as("the feed is asked for it").contains(MATCH);

        assertThat(show(5, "FT", MatchPhase.FINISHED, goal()).count(Applied.APPLIED))
                .isEqualTo(1);
        assertThat(price(SCORER)).isGreaterThan(1_010_000);
        assertThat(settled(SettlementKind.FULL_TIME)).isTrue();
        assertThat(awaited()).doesNotContain(MATCH);
        int settled = played.jdbi.withHandle(
                handle -> handle.createQuery("SELECT count(*) FROM fixtures WHERE id = 9 AND settled_at IS NOT NULL")
                        .mapTo(Integer.class)
                        .one());
        assertThat(settled).as("polls pass over it").isEqualTo(1);
    }

    @Test
    void oneThatIsPostponedAndPlayedWeeksLaterUnderTheSameId() {
        MatchDay.Observed postponed = show(10, "POSTPONED", MatchPhase.VOID);
        assertThat(postponed.settlementDue()).isFalse();
        assertThat(awaited()).doesNotContain(MATCH);
        assertThat(lifetime("fixture:" + MATCH))
                .as("expires if it is never played")
                .isPositive();

        now = now.plus(Duration.ofDays(21));
        kickOff = now;
        show(1, "NS", MatchPhase.UPCOMING);
        played.buy(played.alice, SCORER, 10);
        assertThat(show(2, "INPLAY_1ST_HALF", MatchPhase.LIVE, goal()).count(Applied.APPLIED))
                .isEqualTo(1);
        assertThat(lifetime("fixture:" + MATCH)).isEqualTo(-1);
        assertThat(awaited()).contains(MATCH);
        show(5, "FT", MatchPhase.FINISHED, goal());
        assertThat(settled(SettlementKind.FULL_TIME)).isTrue();
        assertThat(lifetime("fixture:" + MATCH)).isPositive();
        assertThat(lifetime("events:" + MATCH)).isPositive();
    }

    @Test
    void oneThatIsAbandonedAndResumedAfterItsSettlement() {
        show(2, "INPLAY_1ST_HALF", MatchPhase.LIVE);
        played.buy(played.alice, SCORER, 10);
        show(15, "ABANDONED", MatchPhase.VOID);
        assertThat(settled(SettlementKind.VOID)).isTrue();
        long base = price(SCORER);

        MatchDay.Observed resumed = show(22, "INPLAY_2ND_HALF", MatchPhase.LIVE, goal());

        assertThat(resumed.count(Applied.LATE)).isEqualTo(1);
        assertThat(price(SCORER)).isEqualTo(base);
        assertThat(buying(SCORER)).as("no price follows it, so nobody trades").isEqualTo(Refusal.MARKET_OVER);
        MatchDay.Observed over = show(5, "FT", MatchPhase.FINISHED, goal());
        assertThat(over.settlementDue()).isFalse();
        assertThat(buying(SCORER)).isNull();
        assertThat(price(SCORER)).isGreaterThanOrEqualTo(base);
    }

    @Test
    void oneThatIsAwardedAfterFullTime() {
        show(2, "INPLAY_1ST_HALF", MatchPhase.LIVE, goal());
        show(5, "FT", MatchPhase.FINISHED, goal());
        assertThat(settled(SettlementKind.FULL_TIME)).isTrue();
        long price = price(SCORER);

        show(17, "AWARDED", MatchPhase.VOID, goal());
        now = now.plus(SETTLE_AFTER);
        MatchDay.Observed awarded = show(17, "AWARDED", MatchPhase.VOID, goal());

        assertThat(awarded.settlementDue()).isFalse();
        assertThat(price(SCORER)).isEqualTo(price);
        assertThat(awaited()).doesNotContain(MATCH);
        assertThat(buying(SCORER)).isNull();
    }

    @Test
    void oneThatVanishesFromTheFeed() throws InterruptedException {
        show(2, "INPLAY_1ST_HALF", MatchPhase.LIVE);
        played.buy(played.alice, SCORER, 10);
        flush();
        played.jdbi.useHandle(handle -> handle.execute(
                "UPDATE fixtures SET polled_at = now() - interval '20 minutes', kick_off = now() - interval '30 days'"
                        + " WHERE id = 9"));

        assertThat(awaited()).as("not forgotten").contains(MATCH);
        assertThat(unsettled()).singleElement().satisfies(match -> {
            assertThat(match.waitsFor()).contains("has sent nothing of it", "settle it by hand");
            assertThat(match.exposure().instruments()).isEqualTo(2);
        });
        played.force(MATCH, SettlementKind.VOID);
        assertThat(played.settlement(SettlementListener.NONE).settle(MATCH, SettlementKind.VOID, step -> {}))
                .isTrue();
        assertThat(unsettled()).isEmpty();
        played.jdbi.useHandle(handle -> handle.execute("UPDATE fixtures SET phase = 'FINISHED' WHERE id = 8"));
        assertThat(new FixtureRepository(played.jdbi).quietFor())
                .as("nothing is played that anybody can trade in")
                .isNotEqualTo(Optional.of(Duration.ZERO));
        assertThat(awaited()).doesNotContain(MATCH);
    }

    @Test
    void oneThatIsShownAgainAfterRedisHasForgottenIt() throws InterruptedException {
        show(2, "INPLAY_1ST_HALF", MatchPhase.LIVE, goal());
        show(5, "FT", MatchPhase.FINISHED, goal());
        settled(SettlementKind.FULL_TIME);
        flush();
        List<String> book = book();
        played.market.redis.del("fixture:" + MATCH, "event_bumps:" + MATCH, "events:" + MATCH);

        show(5, "FT", MatchPhase.FINISHED, goal());
        flush();

        assertThat(book()).isEqualTo(book).allMatch(row -> row.startsWith("true 21:"));
        assertThat(played.market.redis.llen("events:" + MATCH)).isEqualTo(1);
        for (String key : List.of("fixture:", "event_bumps:", "events:")) {
            assertThat(lifetime(key + MATCH)).as(key).isBetween(1L, TWO_WEEKS.toMillis());
        }
    }

    /** Applied, bumps, for each event. */
    private List<String> book() {
        return played.jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT applied || ' ' || bumps FROM match_events WHERE fixture_id = 9 ORDER BY event_id")
                .mapTo(String.class)
                .list());
    }

    private void flush() throws InterruptedException {
        new Flusher(played.market.redis, played.jdbi, 100).drain(Duration.ofSeconds(60));
    }

    private long lifetime(String key) {
        return played.market.redis.pttl(key);
    }

    private List<FixtureId> awaited() {
        return new FixtureRepository(played.jdbi)
                .awaited().stream().map(Fixture::id).toList();
    }

    private List<UnsettledMatchQuery.UnsettledMatch> unsettled() {
        return new UnsettledMatchQuery(played.jdbi, SETTLE_AFTER)
                .list(null, 10).stream()
                        .filter(match -> match.fixture().equals(MATCH))
                        .toList();
    }

    /** Shows the state again until the settlement is due, and settles. */
    private boolean settled(SettlementKind kind) {
        now = now.plus(SETTLE_AFTER);
        boolean isVoid = kind == SettlementKind.VOID;
        MatchDay.Observed last =
                isVoid ? show(15, "ABANDONED", MatchPhase.VOID) : show(5, "FT", MatchPhase.FINISHED, goal());
        assertThat(last.settlementDue()).isTrue();
        return played.settlement(SettlementListener.NONE).settle(MATCH, kind, step -> {});
    }

    private MatchDay.Observed show(int state, String name, MatchPhase phase, MatchEvent... events) {
        now = now.plusSeconds(2);
        return day().observe(snapshot(state, name, phase, events), now);
    }

    private MatchDay day() {
        MatchEvents events = new MatchEvents(played.market.redis, TestMarket.RULES, BumpTable.standard());
        return new MatchDay(
                new FixtureRepository(played.jdbi),
                events,
                played.market.redis,
                new FeedPatience(SETTLE_AFTER, Duration.ofSeconds(10), Duration.ofHours(1)));
    }

    private MatchSnapshot snapshot(int state, String name, MatchPhase phase, MatchEvent... events) {
        return new MatchSnapshot(
                MATCH,
                new MatchInfo(
                        732, "Home vs Away", kickOff, new MatchTeam(HOME, "Home"), new MatchTeam(HOME + 1, "Away")),
                new MatchStatus(state, name, phase),
                new MatchScore(events.length, 0, null, null),
                null,
                List.of(events));
    }

    private static MatchEvent goal() {
        return PlayedMarket.goal(31, SCORER, false);
    }
}
