package touchline.market.stopwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.lease.Leases;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.PositionId;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.script.LuaScript;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Stop watches on threads of their own, over one instrument and one user. */
@ExtendWith(StoresExtension.class)
abstract class StopWatchSetup {
    static final LuaScript MOVE = LuaScript.beside(StopWatchSetup.class, "move_price");
    static final Duration SOON = Duration.ofSeconds(60);
    static final StopWatchTimings TIMINGS = new StopWatchTimings(
            Duration.ofSeconds(3), Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(3));

    TestMarket market;
    URI redisUri;
    RedisConnections connections;
    Jdbi jdbi;
    InstrumentId player;
    UserId alice;
    final List<StopWatch> running = new ArrayList<>();
    final List<Thread> threads = new ArrayList<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        redisUri = URI.create(stores.redisUrl());
        connections = RedisConnections.to(stores.redisUrl());
        jdbi = TestBook.on(stores.dataSource());
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

    StopWatch start(String holder) {
        return start(begin(holder));
    }

    StopWatch begin(String holder) {
        return begin(holder, connections);
    }

    static StopWatch start(StopWatch watch) {
        await().atMost(SOON).until(() -> watch.status().watching());
        return watch;
    }

    StopWatch begin(String holder, RedisConnections listening) {
        return begin(holder, listening, TIMINGS);
    }

    StopWatch begin(String holder, RedisConnections listening, StopWatchTimings timings) {
        StopWatch watch = new StopWatch(
                listening, market.redis, new Leases(market.redis, jdbi, holder), market.positions, timings);
        Thread thread = new Thread(watch);
        thread.start();
        running.add(watch);
        threads.add(thread);
        return watch;
    }

    Position longWithStop(long stop) {
        return open(Direction.LONG, 2, stop, null);
    }

    Position open(Direction direction, int leverage, @Nullable Long stop, @Nullable Long take) {
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

    Position longTrailing(long distance) {
        OpenRequest request = new OpenRequest(alice, player, Direction.LONG, Quantity.of(1), 2, null, null, null, null);
        return market.positions.open(request.trailing(Price.of(distance))).orThrow();
    }

    void move(long price) {
        MOVE.run(market.redis, List.of(), List.of("1", Long.toString(price), "publish"));
    }

    void moveSilently(long price) {
        MOVE.run(market.redis, List.of(), List.of("1", Long.toString(price), "silent"));
    }

    void assertClosed(PositionId id, CloseReason reason, long price) {
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
