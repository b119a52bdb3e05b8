package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.MarketRules;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Flusher;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.redis.RedisProcess;

/** Redis processes that are killed, replaced and rewound under two nodes' monitors, flushers and trading. */
@ExtendWith(StoresExtension.class)
abstract class RedisLossSetup {
    static final Duration SOON = Duration.ofSeconds(60);
    static final InstrumentId PLAYER = InstrumentId.of(1);
    static final UserId ALICE = UserId.of("alice");

    @TempDir
    Path directory;

    final List<Node> nodes = new ArrayList<>();
    RedisProcess primary;
    Forwarder address;
    Jdbi jdbi;

    /** What of a node matters here. */
    final class Node implements AutoCloseable {
        final RedisClient redis = RedisClient.create(URI.create(address.url()));
        final SpotTrading spot = new SpotTrading(redis, rules());
        final OutboxWitness witness = new OutboxWitness(RedisConnections.to(address.url()), redis);
        final StoreMonitor monitor = new StoreMonitor(redis, new Epoch(redis, jdbi, witness));
        final Flusher flusher = new Flusher(redis, jdbi, 100);
        final List<Thread> flushing = new ArrayList<>();
        private final Thread watching;

        Node() {
            new Epoch(redis, jdbi).open();
            watching = start(monitor);
            start(witness);
            flusher.loops().forEach(loop -> flushing.add(start(loop)));
        }

        /** Whether an order was taken. */
        boolean trades() {
            try {
                return spot.place(new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null))
                        .match(taken -> true, refused -> false);
            } catch (JedisException away) {
                return false;
            }
        }

        void stopFlushing() throws InterruptedException {
            flusher.close();
            for (Thread thread : flushing) {
                thread.join();
            }
        }

        /** Returns after the comparison of the stores that goes on. */
        void stopWatching() throws InterruptedException {
            monitor.close();
            watching.join();
        }

        @Override
        public void close() {
            monitor.close();
            witness.close();
            flusher.close();
            redis.close();
        }
    }

    /** A client of its own, as a command of an operator has: a node's may still hold connections to a server that was replaced. */
    RedisClient connect() {
        return RedisClient.create(URI.create(address.url()));
    }

    @BeforeEach
    void open(TestStores stores) throws IOException, InterruptedException {
        primary = RedisProcess.start(directory.resolve("primary"));
        address = new Forwarder(primary.port());
        jdbi = TestBook.on(stores.dataSource());
        nodes.add(new Node());
        nodes.add(new Node());
        RedisClient redis = nodes.get(0).redis;
        new Instruments(redis)
                .list(new Listing(PLAYER, "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 10_000));
        new Wallets(redis)
                .open(ALICE, "alice", UserKind.HUMAN, Money.coins(1_000_000))
                .orThrow();
        assertThat(nodes).allMatch(Node::trades);
    }

    @AfterEach
    void close() throws Exception {
        nodes.forEach(Node::close);
        address.close();
        primary.close();
    }

    static MarketRules rules() {
        return TestMarket.RULES;
    }

    void acknowledge(int orders) {
        for (int n = 0; n < orders; n++) {
            assertThat(nodes.get(n % 2).trades()).isTrue();
        }
    }

    boolean sameEnd(Jedis standby) {
        return nodes.get(0)
                .redis
                .hget("outbox:written", "outbox:trades")
                .equals(standby.hget("outbox:written", "outbox:trades"));
    }

    static Thread start(Runnable body) {
        Thread thread = new Thread(body, "node");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
