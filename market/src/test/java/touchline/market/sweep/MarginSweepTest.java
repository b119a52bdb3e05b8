package touchline.market.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.StreamEntryID;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.LeaseLostException;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchTimings;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class MarginSweepTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SweepRules SMALL_PAGES = new SweepRules(2, 5, Duration.ofSeconds(5), 100);

    private TestMarket market;
    private Jdbi jdbi;
    private RedisConnections connections;
    private InstrumentId player;
    private final List<String> progress = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        jdbi = Jdbi.create(stores.dataSource());
        connections = RedisConnections.to(stores.redisUrl());
        player = market.list(1, 100, 1_000_000, 100_000);
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void everyBreachIsClosedAtTheTickThatWasItAndNotAtTodaysPrice() throws Exception {
        List<Position> breached = new ArrayList<>();
        for (int n = 0; n < 23; n++) {
            breached.add(open("user-" + n, 2, 990_000));
        }
        Position safe = open("safe", 2, 900_000);
        market.user("washed", Money.coins(1_000));
        Position washedOut = openAs("washed", 20, null);
        market.move(player, 985_000);
        market.move(player, 950_000);
        market.move(player, 1_050_000);
        flush();

        SweepSummary swept = sweep("one").orElseThrow();

        assertThat(swept).isEqualTo(new SweepSummary(25, 25, 24, 1, 0, 0));
        breached.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
        assertClosed(washedOut, CloseReason.WASH_OUT, 950_000);
        assertThat(market.positions.find(safe.id()).orElseThrow().close()).isNull();
        assertThat(progress).contains("page 1, 5 of ~25 users", "page 5, 25 of ~25 users");
        assertThat(new LastSeen(market.redis).of(safe.user())).isPresent();
        assertThat(market.sumOfAllAccounts()).isZero();
    }

    @Test
    void aSecondSweepClosesNothingMore() throws Exception {
        open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();
        assertThat(sweep("one").orElseThrow().closed()).isEqualTo(1);

        flush();

        assertThat(sweep("one").orElseThrow()).isEqualTo(new SweepSummary(0, 0, 0, 0, 0, 0));
    }

    @Test
    void aLastSeenThatIsTooHighHidesNothing() throws Exception {
        Position position = open("alice", 2, 990_000);
        market.move(player, 985_000);
        market.move(player, 1_000_000);
        flush();
        market.redis.set("last_seen:alice", Long.toString(new LastSeen(market.redis).now()));

        sweep("one");

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aForeignHolderOfTheLeaseIsLeftAlone() throws Exception {
        Position position = open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.set("lease:margin-backstop", "a Go process");

        assertThat(sweep("one")).isEmpty();

        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        assertThat(market.redis.get("lease:margin-backstop")).isEqualTo("a Go process");
        market.redis.del("lease:margin-backstop");
        assertThat(sweep("one")).isPresent();
        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void theLeaseIsGivenBack() throws Exception {
        sweep("one");

        assertThat(market.redis.exists("lease:margin-backstop")).isFalse();
    }

    @Test
    void aSweepWhoseLeaseWasTakenClosesNothingMoreAndStops() {
        List<Position> positions = new ArrayList<>();
        for (int n = 10; n < 30; n++) {
            positions.add(open("user-" + n, 2, 990_000));
        }
        market.move(player, 985_000);
        flush();
        Leases other = new Leases(market.redis, jdbi, "other");

        // As if it had slept for longer than its lease after the first page, while another took it.
        SweepListener asleep = new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                if (words.startsWith("page 1,")) {
                    market.redis.del("lease:margin-backstop");
                    assertThat(other.acquire("lease:margin-backstop", Duration.ofMinutes(1)))
                            .isPresent();
                }
            }

            @Override
            public void note(String line) {}
        };

        assertThatThrownBy(() -> sweeper("one").everyUserWithAnOpenPosition(asleep))
                .isInstanceOf(LeaseLostException.class);
        long open = positions.stream()
                .filter(position ->
                        market.positions.find(position.id()).orElseThrow().close() == null)
                .count();
        assertThat(open).as("only the first page was closed").isEqualTo(15);
        assertThat(other.holder("lease:margin-backstop"))
                .as("it is the other's still")
                .isPresent();
    }

    @Test
    void aSweepThatWasInterruptedIsGoneOnWithWhereItStopped() throws Exception {
        for (int n = 10; n < 30; n++) {
            open("user-" + n, 2, 990_000);
        }
        flush();
        SweepListener interrupting = new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                if (words.startsWith("page 2,")) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void note(String line) {}
        };
        assertThatThrownBy(() -> sweeper("one").everyUserWithAnOpenPosition(interrupting))
                .isInstanceOf(InterruptedException.class);

        SweepSummary swept = sweep("two").orElseThrow();

        assertThat(notes).contains("the last sweep reached user-19; this one starts after that user");
        assertThat(swept.users()).as("and reaches everyone all the same").isEqualTo(20);
        assertThat(market.redis.exists("sweep:margin")).isFalse();
    }

    @Test
    void aSweepWhoseNodeIsKilledIsGoneOnWithByAnotherAndNothingIsDoubled(TestStores stores, @TempDir Path logs)
            throws Exception {
        List<Position> breached = new ArrayList<>();
        for (int n = 10; n < 30; n++) {
            breached.add(open("user-" + n, 2, 990_000));
        }
        market.move(player, 985_000);
        market.move(player, 1_000_000);
        flush();
        Process node = SweepNode.start(stores, logs.resolve("node.log"));
        try {
            await().atMost(Duration.ofMinutes(3)).until(() -> market.redis.exists(SweepNode.AFTER_TWO_PAGES));
            assertThat(sweep("other")).as("while it lives").isEmpty();
        } finally {
            node.destroyForcibly().onExit().join();
        }
        assertThat(sweep("other")).as("while its lease does").isEmpty();
        market.redis.pexpire("lease:margin-backstop", 1); // its half minute has passed

        await().atMost(SOON).until(() -> !market.redis.exists("lease:margin-backstop"));
        SweepSummary swept = sweep("other").orElseThrow();

        assertThat(notes).contains("the last sweep reached user-19; this one starts after that user");
        assertThat(swept.closed()).isEqualTo(10);
        breached.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
        long closes = market.redis.xrange("outbox:trades", (StreamEntryID) null, null).stream()
                .filter(entry -> "close".equals(entry.getFields().get("type")))
                .count();
        assertThat(closes).isEqualTo(20);
        assertThat(market.sumOfAllAccounts()).isZero();
    }

    @Test
    void aUserWithTooMuchIsPutAsideReportedAndHasASecondTurn() throws Exception {
        market.user("whale", Money.coins(1_000_000));
        List<Position> many = new ArrayList<>();
        for (int n = 0; n < 101; n++) {
            many.add(openAs("whale", 2, 990_000L));
        }
        Position small = open("alice", 2, 990_000);
        market.move(player, 985_000);
        flush();

        SweepSummary swept = sweep("one").orElseThrow();

        assertThat(swept).isEqualTo(new SweepSummary(2, 102, 102, 0, 1, 0));
        assertThat(notes).contains("whale was put aside: has 101 positions open");
        assertClosed(small, CloseReason.STOP_LOSS, 985_000);
        many.forEach(position -> assertClosed(position, CloseReason.STOP_LOSS, 985_000));
    }

    @Test
    void whoTakesTooLongIsLeftAndReportedAndHoldsNobodyUp() throws Exception {
        open("alice", 2, 990_000);
        open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        SweepRules impatient = new SweepRules(2, 5, Duration.ofNanos(1), 100);

        SweepSummary swept = sweeper("one", impatient)
                .everyUserWithAnOpenPosition(listener())
                .orElseThrow();

        assertThat(swept.putAside()).isEqualTo(2);
        assertThat(notes).anyMatch(note -> note.startsWith("alice was put aside: took longer than"));
    }

    @Test
    void aPositionThatCannotBeReadHoldsNobodyElseUp() throws Exception {
        Position invalid = open("alice", 2, 990_000);
        Position sound = open("bob", 2, 990_000);
        market.move(player, 985_000);
        flush();
        market.redis.hdel("position:" + invalid.id(), "wash_out");

        SweepSummary swept = sweep("one").orElseThrow();

        assertClosed(sound, CloseReason.STOP_LOSS, 985_000);
        assertThat(swept.left()).isEqualTo(1);
        assertThat(notes).anyMatch(note -> note.startsWith("alice is left to the next sweep"));
    }

    @Test
    void ticksThatTheStreamHasLostAreReadFromTheBook() throws Exception {
        Position position = open("alice", 2, 990_000);
        for (long price : new long[] {995_000, 985_000, 970_000, 1_000_000}) {
            market.move(player, price);
        }
        flush();
        market.redis.xtrim("price_ticks:1", 1, false);

        sweep("one");

        assertClosed(position, CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void ofALongDayTheFirstTickThatBreachedItCloses() throws Exception {
        Random random = new Random(4);
        List<Position> positions = new ArrayList<>();
        long[] prices = new long[3_000];
        for (int n = 0; n < 40; n++) {
            positions.add(open("user-" + n, 2, 1_000_000 - 2_000L * (n + 1)));
        }
        long price = 1_000_000;
        for (int n = 0; n < prices.length; n++) {
            price += random.nextInt(4_001) - 2_040;
            prices[n] = price;
            market.move(player, price);
        }
        flush();

        sweep("one");

        for (int n = 0; n < positions.size(); n++) {
            long stop = 1_000_000 - 2_000L * (n + 1);
            Optional<Long> first = java.util.Arrays.stream(prices)
                    .filter(one -> one <= stop)
                    .boxed()
                    .findFirst();
            if (first.isPresent()) {
                assertClosed(positions.get(n), CloseReason.STOP_LOSS, first.get());
            } else {
                assertThat(market.positions
                                .find(positions.get(n).id())
                                .orElseThrow()
                                .close())
                        .isNull();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theSweepClosesExactlyWhatTheStopWatchWouldHave(long seed) throws Exception {
        StopWatchTimings standard = StopWatchTimings.STANDARD;
        StopWatchTimings timings = new StopWatchTimings(
                standard.lease(), Duration.ofMillis(50), standard.comparisons(), standard.barrier());
        StopWatch watch = new StopWatch(
                connections, market.redis, new Leases(market.redis, jdbi, "watching"), market.positions, timings);
        Thread thread = new Thread(watch);
        thread.start();
        await().atMost(SOON).until(() -> watch.status().watching());
        List<PositionId> watched = play(seed);
        long lastTick = market.instrument(player).seq();
        await().atMost(SOON).until(() -> ("" + market.redis.hget("stopwatch:watched", "1")).endsWith("-" + lastTick));
        Map<Integer, String> live = ends(watched);
        watch.close();
        thread.join();
        market.reopen();
        jdbi.useHandle(handle -> {
            handle.execute(
                    "TRUNCATE cfd_positions, price_ticks, ledger_entries, users, wallets, accounts, instruments");
            handle.execute("UPDATE outbox_offsets SET last_id = '0-0', applied = 0");
        });
        player = market.list(1, 100, 1_000_000, 100_000);

        List<PositionId> slept = play(seed);
        flush();
        sweep("one");

        assertThat(ends(slept)).isEqualTo(live);
        assertThat(live.values()).as("something was breached").anyMatch(close -> !close.equals("open"));
    }

    private List<PositionId> play(long seed) {
        Random random = new Random(seed);
        List<PositionId> opened = new ArrayList<>();
        for (int n = 0; n < 7; n++) {
            market.user("user-" + n, Money.coins(1_000_000));
        }
        long price = 1_000_000;
        for (int step = 0; step < 150; step++) {
            int dice = random.nextInt(6);
            boolean up = random.nextBoolean();
            long stop = up ? price - 1_000 - random.nextInt(60_000) : price + 1_000 + random.nextInt(60_000);
            long take = up ? price + 1_000 + random.nextInt(60_000) : price - 1_000 - random.nextInt(60_000);
            UserId user = UserId.of("user-" + random.nextInt(7));
            if (dice == 0) {
                int leverage = 1 + random.nextInt(20);
                boolean actsBeforeTheWashOut = Math.abs(price - stop) < 400_000 / leverage - 4_000;
                opened.add(market.positions
                        .open(new OpenRequest(
                                user,
                                player,
                                up ? Direction.LONG : Direction.SHORT,
                                Quantity.of(1),
                                leverage,
                                actsBeforeTheWashOut && random.nextBoolean() ? Price.of(stop) : null,
                                random.nextBoolean() ? Price.of(take) : null,
                                null,
                                null))
                        .orThrow()
                        .id());
            } else if (dice == 1 && !opened.isEmpty()) {
                PositionId id = opened.get(random.nextInt(opened.size()));
                Position position = market.positions.find(id).orElseThrow();
                boolean fits = (position.direction() == Direction.LONG) == up;
                market.positions.amend(
                        position.user(),
                        id,
                        fits ? Amendment.to(Price.of(stop)) : Amendment.to(null),
                        new Amendment.Leave());
            } else {
                price += random.nextInt(40_001) - 20_000;
                market.move(player, price);
            }
        }
        market.move(player, price + 1);
        return opened;
    }

    private Map<Integer, String> ends(List<PositionId> opened) {
        Map<Integer, String> ends = new LinkedHashMap<>();
        for (int n = 0; n < opened.size(); n++) {
            Close close = market.positions.find(opened.get(n)).orElseThrow().close();
            ends.put(n, close == null ? "open" : close.reason() + " " + close.price() + " " + close.seq());
        }
        return ends;
    }

    private Optional<SweepSummary> sweep(String node) throws InterruptedException {
        return sweeper(node).everyUserWithAnOpenPosition(listener());
    }

    private MarginSweep sweeper(String node) {
        return sweeper(node, SMALL_PAGES);
    }

    private MarginSweep sweeper(String node, SweepRules rules) {
        return new MarginSweep(market.redis, jdbi, new Leases(market.redis, jdbi, node), market.positions, rules);
    }

    private SweepListener listener() {
        return new SweepListener() {
            @Override
            public void progress(int percent, String words) {
                progress.add(words);
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
    }

    /** The sweep asks the book who has a position open. */
    private void flush() {
        new Flusher(market.redis, jdbi, Flusher.BATCH).drain(Duration.ofSeconds(30));
    }

    private Position open(String user, int leverage, long stop) {
        market.user(user, Money.coins(1_000));
        return openAs(user, leverage, stop);
    }

    private Position openAs(String user, int leverage, @Nullable Long stop) {
        return market.positions
                .open(new OpenRequest(
                        UserId.of(user),
                        player,
                        Direction.LONG,
                        Quantity.of(1),
                        leverage,
                        stop == null ? null : Price.of(stop),
                        null,
                        null,
                        null))
                .orThrow();
    }

    private void assertClosed(Position position, CloseReason reason, long price) {
        Close close = market.positions.find(position.id()).orElseThrow().close();
        assertThat(close).as("position " + position.id() + " is closed").isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(reason);
            assertThat(close.price()).isEqualTo(Price.of(price));
        }
    }
}
