package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Leases;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Amendment;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.script.LuaScript;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.BareRedis;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class StopWatchTest {
    private static final LuaScript MOVE = LuaScript.beside(StopWatchTest.class, "move_price");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final StopWatchTimings TIMINGS = new StopWatchTimings(
            Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(3));
    private static final StopWatchTimings SHORT_BARRIER =
            new StopWatchTimings(TIMINGS.lease(), TIMINGS.offsets(), TIMINGS.comparisons(), Duration.ofMillis(500));

    private TestMarket market;
    private URI redisUri;
    private RedisConnections connections;
    private Jdbi jdbi;
    private InstrumentId player;
    private UserId alice;
    private final List<StopWatch> running = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        redisUri = URI.create(stores.redisUrl());
        connections = RedisConnections.to(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
        player = market.list(1, 100, 1_000_000, 100_000);
        alice = market.user("alice", Money.coins(10_000_000));
    }

    @AfterEach
    void close() throws InterruptedException {
        for (StopWatch watch : running) {
            watch.close();
        }
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join();
        }
        market.close();
    }

    @Test
    void aTickClosesWhatItBreachesAtItsPrice() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        move(980_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().closes()).isEqualTo(1));
        await().atMost(SOON).until(() -> market.redis.hexists("stopwatch:watched", "1"));
    }

    @Test
    void whatNobodyWatchedClosesAtTheTickThatBreachedItAndNotAtTodaysPrice() {
        Position position = longWithStop(990_000);
        move(985_000);
        move(970_000);
        move(1_100_000);

        start("one");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aTickThatWasNotHeardOfIsReadBeforeTheNextIsJudged() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        moveSilently(985_000);
        move(1_050_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().repaired()).isPositive());
    }

    @Test
    void levelsAreJudgedByTheTicksAfterThemOnly() {
        start("one");
        Position position = longWithStop(900_000);
        moveSilently(985_000);
        market.positions.amend(alice, position.id(), Amendment.to(Price.of(980_000)), new Amendment.Leave());
        move(983_000);
        move(979_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 979_000);
    }

    @Test
    void doubledStaleAndUnreadableMessagesDoNoHarm() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);
        move(995_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":1,\"at\":1}");
        market.redis.publish("price:1", "not json");
        market.redis.publish("price:1", "{\"seq\":\"x\"}");
        market.redis.publish("price:nobody", "{\"id\":\"1\",\"seq\":2,\"price\":1,\"at\":1}");
        market.redis.publish("position:changes", "{\"type\":\"opened\"}");
        market.redis.publish("position:changes", "{\"type\":\"closed\",\"id\":\"424242\"}");

        await().atMost(SOON).until(() -> watch.status().unreadable() >= 4);
        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        move(989_000);
        assertClosed(position.id(), CloseReason.STOP_LOSS, 989_000);
    }

    @Test
    void aPricePublishedByHandIsJudgedThoughTheStreamDoesNotHaveIt() {
        start("one");
        Position position = longWithStop(990_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":900000,\"at\":1}");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 900_000);
    }

    @Test
    void aPricePublishedByHandIsWrittenDownSoThatAReplayKnowsOfIt() {
        start("one");
        open(Direction.LONG, 2, 900_000L, null);
        Position first = longWithStop(990_000);
        Position second = longWithStop(960_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":995000,\"at\":1}");
        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":2,\"price\":980000,\"at\":2}");

        assertClosed(first.id(), CloseReason.STOP_LOSS, 980_000);
        move(950_000);
        assertClosed(second.id(), CloseReason.STOP_LOSS, 950_000);
        Ticks ticks = new TickTape(market.redis).after(player, TickOffset.NONE);
        assertThat(ticks.size()).isEqualTo(3);
        assertThat(List.of(ticks.price(0), ticks.price(1), ticks.price(2)))
                .containsExactly(995_000L, 980_000L, 950_000L);
        assertThat(market.instrument(player).seq()).isEqualTo(3);
        assertThat(MarginReplay.firstBreach(first, ticks).orElseThrow().price()).isEqualTo(Price.of(980_000));
    }

    @Test
    void whatIsPublishedUnderTheNumberOfAnotherTickClosesNothingAtItsPrice() {
        start("one");
        Position position = longWithStop(990_000);
        moveSilently(985_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1,\"price\":900000,\"at\":1}");

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aPricePublishedFarAheadHidesNoTick() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);

        market.redis.publish("price:1", "{\"id\":\"1\",\"seq\":1000000,\"price\":900000,\"at\":1}");
        await().atMost(SOON).until(() -> watch.status().unreadable() == 1);
        move(985_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aTickWhoseMessageWasLostIsJudgedThoughNoneComesAfterIt() {
        start("one");
        Position position = longWithStop(990_000);

        moveSilently(985_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 985_000);
    }

    @Test
    void aPositionThatSomebodyWroteWithoutTellingIsJudgedByEveryTickAfterItsOpening() {
        StopWatch watch = start("one");
        Position model = open(Direction.LONG, 2, 900_000L, null);
        PositionId foreign = PositionId.of(777);
        Map<String, String> hash = new LinkedHashMap<>(market.redis.hgetAll("position:" + model.id()));
        hash.put("levels", "0:990000:0");
        hash.put("stop_loss", "990000");
        market.redis.hset("position:777", hash);
        market.redis.hincrBy("wallet:alice", "held", model.margin().tenThousandths());
        market.redis.sadd("positions:user:alice", "777");
        market.redis.sadd("positions:instrument:1", "777");

        move(995_000);
        move(985_000);
        move(1_050_000);

        assertClosed(foreign, CloseReason.STOP_LOSS, 985_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().mended()).isPositive());
    }

    @Test
    void aPositionThatSomebodyTookAwayIsNotWatchedAnyMore() {
        StopWatch watch = start("one");
        Position gone = longWithStop(990_000);
        await().atMost(SOON).until(() -> watch.status().open() == 1);

        market.redis.del("position:" + gone.id());
        market.redis.srem("positions:instrument:1", gone.id().toString());

        await().atMost(SOON).until(() -> watch.status().open() == 0);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().mended()).isEqualTo(1));
    }

    @Test
    void aPositionThatCannotBeReadKeepsNobodyFromTheOthers() {
        Position invalid = longWithStop(990_000);
        Position sound = longWithStop(990_000);
        market.redis.hdel("position:" + invalid.id(), "wash_out");

        StopWatch watch = start("one");
        move(980_000);

        assertClosed(sound.id(), CloseReason.STOP_LOSS, 980_000);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.status().unreadable()).isEqualTo(1));
    }

    @Test
    void aConnectionThatIsCutIsMadeAnewAndNothingIsMissed() {
        start("one");
        Position position = longWithStop(990_000);

        try (Jedis admin = new Jedis(redisUri)) {
            admin.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
        }
        moveSilently(980_000);

        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
    }

    /** Only the packets of its subscription vanish; the pool works, and so does the lease. */
    @Test
    void aSubscriptionWhosePacketsVanishIsReplacedAndNothingIsMissed() {
        try (FaultProxy proxy = FaultProxy.to(redisUri.toString())) {
            StopWatch watch = start(begin("one", impatient(proxy)));
            Position position = longWithStop(990_000);
            await().atMost(SOON).until(() -> watch.status().open() == 1);

            proxy.loseOnOpenConnections();
            move(980_000);
            move(1_100_000);

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
            await().atMost(SOON).until(() -> watch.status().watching());
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(watch.status().lastError()).isNotNull());
        }
    }

    /** It can reach the lease and the books, but not listen: another, which can, gets its turn. */
    @Test
    void aWatchThatCannotListenSaysSoAndLeavesTheLeaseToAnother() {
        try (FaultProxy proxy = FaultProxy.to(redisUri.toString())) {
            StopWatch blind = start(begin("blind", impatient(proxy)));
            Position position = longWithStop(990_000);
            await().atMost(SOON).until(() -> blind.status().open() == 1);

            proxy.loseEverything();
            move(980_000);
            await().atMost(SOON).until(() -> blind.status().failing());
            assertThat(position(position.id()).close()).as("nobody can listen").isNull();
            StopWatch other = begin("other");

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
            await().atMost(SOON).until(() -> other.status().watching());
        }
    }

    /** Its connection answers every ping, but leads to a Redis that nobody writes to, as after a fail-over of which only the pool has learned. */
    @Test
    void aWatchWhoseBarrierDoesNotComeBackSaysSoAndGivesUp(@TempDir Path folder) {
        try (BareRedis former = BareRedis.start(folder)) {
            StopWatch watch = begin("one", RedisConnections.to(former.url()), SHORT_BARRIER);

            await().atMost(SOON)
                    .until(() -> String.valueOf(watch.status().lastError()).contains("barrier"));
            Position position = longWithStop(990_000);
            begin("other");
            move(980_000);

            assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
        }
    }

    @Test
    void anotherTakesOverWhenTheHolderStops() {
        StopWatch first = start("one");
        StopWatch other = begin("two");
        Position position = longWithStop(990_000);
        assertThat(other.status().watching()).isFalse();

        first.close();

        await().atMost(Duration.ofSeconds(60)).until(() -> other.status().watching());
        move(980_000);
        assertClosed(position.id(), CloseReason.STOP_LOSS, 980_000);
    }

    @Test
    void aHolderWhoseFenceWasPassedClosesNothingAndStepsBack() {
        StopWatch watch = start("one");
        Position position = longWithStop(990_000);
        market.redis.set("lease:stop-watcher", "another:999999");
        market.redis.set("fence:lease:stop-watcher", "999999");

        move(980_000);

        await().atMost(SOON).until(() -> !watch.status().watching());
        assertThat(market.positions.find(position.id()).orElseThrow().close()).isNull();
        market.redis.del("lease:stop-watcher");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void liveEqualsReplay(long seed) {
        start("one");
        Map<Long, String> live = play(seed, true);
        StopWatch watch = running.remove(0);
        close(watch);
        await().atMost(SOON).until(() -> !watch.status().watching()); // it must not meddle with what is replayed
        market.reopen();
        open();
        Map<Long, String> replayed = play(seed, false);

        assertThat(replayed).isEqualTo(live);
        assertThat(live.values()).as("something was breached").anyMatch(close -> !close.equals("open"));
    }

    private void open() {
        player = market.list(1, 100, 1_000_000, 100_000);
        alice = market.user("alice", Money.coins(10_000_000));
    }

    private static void close(StopWatch watch) {
        watch.close();
    }

    /** The same book and the same prices, watched live with lost messages, or replayed afterwards: how each position ended. */
    private Map<Long, String> play(long seed, boolean live) {
        Random random = new Random(seed);
        List<PositionId> opened = new ArrayList<>();
        long price = 1_000_000;
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(3) == 0) {
                boolean up = random.nextBoolean();
                long stop = up ? price - 1_000 - random.nextInt(60_000) : price + 1_000 + random.nextInt(60_000);
                long take = up ? price + 1_000 + random.nextInt(60_000) : price - 1_000 - random.nextInt(60_000);
                int leverage = 1 + random.nextInt(20);
                boolean actsBeforeTheWashOut = Math.abs(price - stop) < 400_000 / leverage - 4_000;
                opened.add(
                        open(up ? Direction.LONG : Direction.SHORT, leverage, actsBeforeTheWashOut ? stop : null, take)
                                .id());
            } else {
                price += random.nextInt(40_001) - 20_000;
                boolean lost = random.nextInt(5) == 0;
                if (lost) {
                    moveSilently(price);
                } else {
                    move(price);
                }
            }
        }
        if (live) {
            move(price + 1); // the message by which the last lost ones are missed
            await().atMost(SOON).until(() -> opened.stream().noneMatch(this::isOverdue));
        } else {
            move(price + 1);
            new MarginReplay(market.positions, new TickTape(market.redis)).replayInstruments(List.of(player));
        }
        Map<Long, String> ends = new LinkedHashMap<>();
        for (int n = 0; n < opened.size(); n++) {
            Close close = market.positions.find(opened.get(n)).orElseThrow().close();
            ends.put((long) n, close == null ? "open" : close.reason() + " " + close.price() + " " + close.seq());
        }
        return ends;
    }

    /** Whether a position is open though a tick has breached it. */
    private boolean isOverdue(PositionId id) {
        Position position = market.positions.find(id).orElseThrow();
        return position.close() == null
                && MarginReplay.firstBreach(position, new TickTape(market.redis).after(player, TickOffset.NONE))
                        .isPresent();
    }

    private StopWatch start(String holder) {
        return start(begin(holder));
    }

    private StopWatch begin(String holder) {
        return begin(holder, connections);
    }

    private static StopWatch start(StopWatch watch) {
        await().atMost(SOON).until(() -> watch.status().watching());
        return watch;
    }

    private Position position(PositionId id) {
        return market.positions.find(id).orElseThrow();
    }

    /** Gives up a silent connection after a second. */
    private RedisConnections impatient(FaultProxy proxy) {
        return new RedisConnections(RedisAddress.parse(proxy.url(redisUri.toString()), null), Duration.ofSeconds(1));
    }

    private StopWatch begin(String holder, RedisConnections listening) {
        return begin(holder, listening, TIMINGS);
    }

    private StopWatch begin(String holder, RedisConnections listening, StopWatchTimings timings) {
        StopWatch watch = new StopWatch(
                listening, market.redis, new Leases(market.redis, jdbi, holder), market.positions, timings);
        Thread thread = new Thread(watch);
        thread.start();
        running.add(watch);
        threads.add(thread);
        return watch;
    }

    private Position longWithStop(long stop) {
        return open(Direction.LONG, 2, stop, null);
    }

    private Position open(Direction direction, int leverage, @Nullable Long stop, @Nullable Long take) {
        return market.positions
                .open(new OpenRequest(
                        alice,
                        player,
                        direction,
                        Quantity.of(1),
                        leverage,
                        stop == null ? null : Price.of(stop),
                        take == null ? null : Price.of(take),
                        null,
                        null))
                .orThrow();
    }

    private void move(long price) {
        MOVE.run(market.redis, List.of(), List.of("1", Long.toString(price), "publish"));
    }

    private void moveSilently(long price) {
        MOVE.run(market.redis, List.of(), List.of("1", Long.toString(price), "silent"));
    }

    private void assertClosed(PositionId id, CloseReason reason, long price) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> market.positions.find(id).orElseThrow().close() != null);
        Close close = market.positions.find(id).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(reason);
            assertThat(close.price()).isEqualTo(Price.of(price));
        }
    }
}
