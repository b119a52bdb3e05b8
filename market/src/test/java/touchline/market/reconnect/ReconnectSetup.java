package touchline.market.reconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.Jedis;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.margin.LastSeen;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickTape;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Close;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Two listeners, as on two nodes, and a plain client that publishes by hand, as a foreign process would. */
@ExtendWith(StoresExtension.class)
abstract class ReconnectSetup {
    static final Duration SOON = Duration.ofSeconds(60);

    TestMarket market;
    Jedis redisByHand;
    String redisUrl;
    RedisConnections connections;
    LastSeen lastSeen;
    ReplayLastSeen replay;
    InstrumentId player;
    final Map<ReconnectListener, Thread> running = new HashMap<>();

    @BeforeEach
    void open(TestStores stores) {
        market = new TestMarket(stores);
        redisUrl = stores.redisUrl();
        connections = RedisConnections.to(redisUrl);
        redisByHand = new Jedis(stores.redisUrl());
        lastSeen = new LastSeen(market.redis);
        Jdbi jdbi = TestBook.on(stores.dataSource());
        replay = new ReplayLastSeen(market.positions, new TickArchive(new TickTape(market.redis), jdbi), lastSeen);
        player = market.list(1, 100, 1_000_000, 100_000);
    }

    @AfterEach
    void close() throws InterruptedException {
        for (ReconnectListener listener : List.copyOf(running.keySet())) {
            kill(listener);
        }
        redisByHand.close();
        market.close();
    }

    ReconnectListener start() {
        return start(new ReconnectListener(connections, market.redis, replay, lastSeen, 4));
    }

    ReconnectListener start(ReconnectListener listener) {
        Thread thread = new Thread(listener);
        thread.start();
        running.put(listener, thread);
        await().atMost(SOON).until(() -> listener.status().listening());
        return listener;
    }

    void kill(ReconnectListener listener) throws InterruptedException {
        Thread thread = running.remove(listener);
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
    }

    Position breached(String user) {
        Position position = open(user);
        breach();
        return position;
    }

    Position open(String user) {
        UserId id = market.user(user, Money.coins(1_000));
        return market.positions
                .open(new OpenRequest(
                        id, player, Direction.LONG, Quantity.of(1), 2, Price.of(990_000), null, null, null))
                .orThrow();
    }

    void breach() {
        market.move(player, 985_000);
        market.move(player, 1_000_000);
    }

    void assertClosed(Position position) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .until(() -> market.positions.find(position.id()).orElseThrow().close() != null);
        Close close = market.positions.find(position.id()).orElseThrow().close();
        assertThat(close).isNotNull();
        if (close != null) {
            assertThat(close.reason()).isEqualTo(CloseReason.STOP_LOSS);
            assertThat(close.price()).isEqualTo(Price.of(985_000));
        }
    }
}
