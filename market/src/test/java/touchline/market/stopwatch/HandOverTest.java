package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;
import touchline.market.Requested;
import touchline.market.TestMarket;
import touchline.market.TradeOutcome;
import touchline.market.inplay.InPlayLoop;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Backlog;
import touchline.market.position.Breach;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The StopWatch from node to node, under ticks that never stop. {@code -Dchaos.pauses=20} repeats it. */
@ExtendWith(StoresExtension.class)
class HandOverTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    private final List<StopWatchNode> nodes = new ArrayList<>();
    private final List<Position> opened = new ArrayList<>();
    private final List<Long> resting = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private TestMarket market;
    private InstrumentId player;
    private UserId alice;
    private InPlayLoop loop;

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        new Backlog(market.redis, Duration.ofHours(1)).enforce(); // nothing is flushed
        player = market.list(1, 100, 1_000_000, 1_000_000);
        loop = new InPlayLoop(market.redis);
        alice = market.user("alice", Money.coins(100_000_000));
    }

    @AfterEach
    void close() {
        over.set(true);
        nodes.forEach(StopWatchNode::close);
        market.close();
    }

    static IntStream handOvers() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.pauses", 1));
    }

    @ParameterizedTest
    @MethodSource("handOvers")
    void killedAndPutToSleepUnderTicksEveryBreachIsClosedOnceAtItsTickAsAReplayWould(
            int number, TestStores stores, @TempDir Path logs) throws Exception {
        start("one", stores, logs);
        start("two", stores, logs);
        start("three", stores, logs);
        await().atMost(LONG).until(() -> holderBeside().isPresent());
        Thread traffic = new Thread(this::trade, "traffic");
        traffic.start();
        afterMoreCloses(20);

        StopWatchNode killed = holderBeside().orElseThrow();
        killed.kill();
        await().atMost(LONG).until(() -> holderBeside(killed).isPresent());
        afterMoreCloses(20);

        StopWatchNode asleep = holderBeside(killed).orElseThrow();
        asleep.pause();
        await().atMost(LONG).until(() -> holderBeside(killed, asleep).isPresent());
        afterMoreCloses(20);
        asleep.wakeUp();
        afterMoreCloses(20);
        over.set(true);
        traffic.join();

        Ticks ticks = new TickTape(market.redis).after(player, TickOffset.NONE);
        await().atMost(LONG)
                .until(() -> open().stream()
                        .noneMatch(position ->
                                MarginReplay.firstBreach(position, ticks).isPresent()));
        for (Position position : opened) {
            assertThat(end(position.id())).isEqualTo(replayed(position, ticks));
        }
        assertThat(resting).hasSizeGreaterThan(30);
        await().atMost(LONG).until(() -> {
            loop.round();
            return resting.stream().noneMatch(id -> isReached(id, ticks));
        });
        List<String> fills = inTheOutbox("order");
        assertThat(fills).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(fills)
                .containsExactlyInAnyOrderElementsOf(resting.stream()
                        .map(String::valueOf)
                        .filter(id -> "FILLED".equals(market.redis.hget("request:" + id, "state")))
                        .toList());
        assertThat(closesInTheOutbox()).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(80);
        assertThat(market.sumOfAllAccounts()).isZero();
    }

    /** Opens and moves without end; what is open at a time stays few. */
    private void trade() {
        Random random = new Random(6);
        long price = 1_000_000;
        while (!over.get()) {
            if (random.nextInt(3) == 0 && market.redis.scard("positions:user:alice") < 100) {
                boolean up = random.nextBoolean();
                long away = 1_000L + random.nextInt(30_000);
                opened.add(market.positions
                        .open(new OpenRequest(
                                alice,
                                player,
                                up ? Direction.LONG : Direction.SHORT,
                                Quantity.of(1),
                                2,
                                Price.of(up ? price - away : price + away),
                                Price.of(up ? price + away : price - away),
                                null,
                                null))
                        .orThrow());
            }
            if (random.nextInt(10) == 0 && resting.size() < 100) {
                resting.add(rest(price + 1_000 + random.nextInt(20_000)));
            }
            loop.round();
            price = Math.max(500_000, Math.min(2_000_000, price + random.nextInt(20_001) - 10_000));
            market.move(player, price);
        }
    }

    private long rest(long stop) {
        TradeOutcome<Requested<SpotOrder>> outcome = market.spot.rest(new OrderRequest(
                alice,
                player,
                Side.BUY,
                Quantity.of(1),
                null,
                OrderTerms.of(OrderType.STOP, null, Price.of(stop), null),
                null,
                null,
                null));
        return ((Requested.Rests<SpotOrder>) outcome.orThrow()).id();
    }

    /** Whether an order still waits to be triggered or filled though a tick has reached it. */
    private boolean isReached(long id, Ticks ticks) {
        Map<String, String> order = market.redis.hgetAll("request:" + id);
        for (int n = 0; n < ticks.size() && "WORKING".equals(order.get("state")); n++) {
            if (ticks.seq(n) > Long.parseLong(order.getOrDefault("after_seq", ""))
                    && ticks.price(n) >= Long.parseLong(order.getOrDefault("trigger", ""))) {
                return true;
            }
        }
        return "TRIGGERED".equals(order.get("state"));
    }

    private void afterMoreCloses(int more) {
        int before = closesInTheOutbox().size();
        await().atMost(LONG).until(() -> closesInTheOutbox().size() >= before + more);
    }

    private List<String> closesInTheOutbox() {
        return inTheOutbox("close");
    }

    private List<String> inTheOutbox(String type) {
        List<String> closes = new ArrayList<>();
        for (StreamEntry entry : market.redis.xrange("outbox:trades", (StreamEntryID) null, null)) {
            Map<String, String> fields = entry.getFields();
            if (type.equals(fields.get("type"))) {
                closes.add(String.valueOf(fields.get("id")));
            }
        }
        return closes;
    }

    private List<Position> open() {
        return market.positions.openOn(player);
    }

    private String end(PositionId id) {
        Close close = market.positions.find(id).orElseThrow().close();
        return close == null ? "open" : close.reason() + " at " + close.price() + " by " + close.seq();
    }

    private static String replayed(Position position, Ticks ticks) {
        Optional<Breach> breach = MarginReplay.firstBreach(position, ticks);
        return breach.map(tick -> tick.reason() + " at " + tick.price() + " by " + tick.seq())
                .orElse("open");
    }

    private void start(String name, TestStores stores, Path logs) throws Exception {
        nodes.add(StopWatchNode.start(name, stores, logs.resolve(name + ".log")));
    }

    /** Who holds the lease, unless it is one of these. */
    private Optional<StopWatchNode> holderBeside(StopWatchNode... others) {
        String holder = market.redis.get(StopWatch.LEASE);
        return nodes.stream()
                .filter(node -> holder != null && holder.startsWith(node.name() + ":"))
                .filter(node -> !List.of(others).contains(node))
                .findFirst();
    }
}
