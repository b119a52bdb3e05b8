package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Lease;
import touchline.market.lease.Leases;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.RestingOrders;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;

/** A session without its thread: what one turn leaves undone shows. */
class WatchSessionTest extends StopWatchSetup {
    /** Offsets are stored in the same turn: a position that is still open then stays open if the node is killed. */
    @Test
    void whatATriggeredOrderBringsToLightIsClosedInTheSameTurn() {
        Position position = longWithStop(990_000);
        OrderTerms above = OrderTerms.of(OrderType.STOP, null, Price.of(1_010_000), null);
        market.spot
                .rest(new OrderRequest(alice, player, Side.BUY, Quantity.of(1), null, above, null, null, null))
                .orThrow();
        move(1_000_100);
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            WatchSession session = new WatchSession(market.redis, market.positions, closer, new StopWatchStats());
            session.load(session.read(player));
            moveSilently(980_000);
            String seq = market.redis.hget("instrument:1", "tick_seq");
            String another = "{\"seq\":%s,\"price\":1020000,\"at\":9000000000000}".formatted(seq);

            session.take(List.of(new MarketSubscription.Message("price:1", another, System.nanoTime())));

            assertThat(market.positions.find(position.id()).orElseThrow().close())
                    .isNotNull();
        }
    }

    /** An account that a hand has spoiled keeps open what it pays for, and nothing else; what stays open is still found at its tick. */
    @Test
    void aCloseThatFailsHoldsUpNoOtherAndIsTriedAgain() {
        Position stuck = longWithStop(990_000);
        InstrumentId other = market.list(2, 100, 1_000_000, 100_000);
        Position sound = market.positions
                .open(new OpenRequest(
                        alice, other, Direction.LONG, Quantity.of(1), 2, Price.of(990_000), null, null, null))
                .orThrow();
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            WatchSession session = new WatchSession(market.redis, market.positions, closer, new StopWatchStats());
            for (InstrumentId instrument : List.of(player, other)) {
                session.load(session.read(instrument));
            }
            market.redis.hset("accounts", "pool:1", "spoiled");
            moveSilently(980_000);
            MOVE.run(market.redis, List.of(), List.of("2", "985000", "silent"));

            session.take(List.of(
                    tick(1, market.redis.hget("instrument:1", "tick_seq"), 980_000),
                    tick(2, market.redis.hget("instrument:2", "tick_seq"), 985_000)));

            assertClosed(sound.id(), CloseReason.STOP_LOSS, 985_000);
            assertThat(market.positions.find(stuck.id()).orElseThrow().close()).isNull();
            assertThat(market.redis.hget("set_aside", "account pool:1")).contains("no whole number");
            session.reconcile();
            assertThat(market.positions.find(stuck.id()).orElseThrow().close()).isNull();

            market.redis.hdel("accounts", "pool:1");
            moveSilently(1_000_000);
            session.reconcile();
            assertClosed(stuck.id(), CloseReason.STOP_LOSS, 980_000);
        }
    }

    /** A user's close, a replay and the sweep begin at the stored offset: past the breach they would miss it, and close at another price. */
    @Test
    void theStoredOffsetStaysBeforeABreachThatCanNotBeClosed() {
        InstrumentId other = market.list(2, 100, 1_000_000, 100_000);
        start("one");
        Position stuck = longWithStop(990_000);
        market.redis.hset("accounts", "pool:1", "spoiled");

        move(980_000);
        move(1_000_000);
        MOVE.run(market.redis, List.of(), List.of("2", "985000", "publish"));

        await().atMost(SOON)
                .until(() -> TickOffset.parse(market.redis.hget("stopwatch:watched", other.toString()))
                                .seq()
                        == 1);
        assertThat(TickOffset.parse(market.redis.hget("stopwatch:watched", "1")).seq())
                .isZero();
        market.redis.hdel("accounts", "pool:1");
        assertClosed(stuck.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON) // though no tick follows
                .until(() -> TickOffset.parse(market.redis.hget("stopwatch:watched", "1"))
                                .seq()
                        == 2);
    }

    /** A part at a time, as to store them all keeps closes waiting; none stays behind. */
    @Test
    void offsetsAreTakenInTheOrderInWhichTheyMoved() {
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            StopWatchStats stats = new StopWatchStats();
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            TickTape tape = new TickTape(market.redis);
            TickJudge judge = new TickJudge(
                    new WatchedPositions(market.positions, stats),
                    new PendingCloses(closer, stats),
                    tape,
                    new WatchedOrders(new RestingOrders(market.redis), closer, tape),
                    stats,
                    closer);
            InstrumentId other = InstrumentId.of(2);
            judge.startAt(player, new TickOffset(1, 1));
            judge.startAt(other, new TickOffset(1, 1));

            assertThat(judge.takeMoved(Set.of(), 1)).containsOnlyKeys(player);
            judge.startAt(player, new TickOffset(2, 2));
            assertThat(judge.takeMoved(Set.of(), 1)).containsOnlyKeys(other);
            assertThat(judge.takeMoved(Set.of(player), 1)).isEmpty();
            assertThat(judge.takeMoved(Set.of(), 1)).containsExactly(Map.entry(player, new TickOffset(2, 2)));
        }
    }

    /** One record fails them all, and each attempt takes time from the only thread. */
    @Test
    void ofManyClosesThatFailOneIsTriedAndNoTickIsReadAgain() {
        List<Position> stuck =
                Stream.generate(() -> longWithStop(990_000)).limit(10).toList();
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            WatchSession session = new WatchSession(market.redis, market.positions, closer, new StopWatchStats());
            session.load(session.read(player));
            market.redis.hset("accounts", "pool:1", "spoiled");
            moveSilently(980_000);
            session.take(List.of(tick(1, market.redis.hget("instrument:1", "tick_seq"), 980_000)));
            moveSilently(1_000_000);
            long before = failedScripts();
            long read = calls("xrange");

            session.reconcile();

            assertThat(calls("xrange") - read).isZero();
            assertThat(failedScripts() - before).isEqualTo(1);
            market.redis.hdel("accounts", "pool:1");
            session.reconcile();
            stuck.forEach(position -> assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000));
        }
    }

    /** What another program only published is in its stream before the next attempt: this session may end before it. */
    @Test
    void aBreachByATickThatWasOnlyPublishedOutlivesACloseThatFails() {
        Position stuck = longWithStop(990_000);
        try (Lease lease = new Leases(market.redis, jdbi, "one")
                .acquire(StopWatch.LEASE, Duration.ofMinutes(10))
                .orElseThrow()) {
            BreachCloser closer = new BreachCloser(market.redis, market.positions, lease);
            WatchSession session = new WatchSession(market.redis, market.positions, closer, new StopWatchStats());
            session.load(session.read(player));
            market.redis.hset("accounts", "pool:1", "spoiled");

            session.take(List.of(tick(1, "1", 980_000), tick(1, "2", 1_000_000)));

            assertThat(market.redis.xlen("price_ticks:1")).isEqualTo(2);
            session.reconcile();
            market.redis.hdel("accounts", "pool:1");
            session.reconcile();
            assertClosed(stuck.id(), CloseReason.STOP_LOSS, 980_000);
        }
    }

    private long failedScripts() {
        String statistics = market.redis.info("commandstats");
        return number(statistics, "(?s).*cmdstat_evalsha:[^\r\n]*failed_calls=(\\d+).*");
    }

    private long calls(String command) {
        return number(market.redis.info("commandstats"), "(?s).*cmdstat_" + command + ":calls=(\\d+).*");
    }

    private static long number(String statistics, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(statistics);
        return found.matches() ? Long.parseLong(found.group(1)) : 0;
    }

    private static MarketSubscription.Message tick(int instrument, String seq, long price) {
        String text = "{\"seq\":%s,\"price\":%d,\"at\":1}".formatted(seq, price);
        return new MarketSubscription.Message("price:" + instrument, text, System.nanoTime());
    }
}
