package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.TestBook;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outage.StoreOutage;
import touchline.market.outbox.Flusher;
import touchline.market.outbox.OutboxLags;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.SpotTrading;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.redis.RedisProcess;
import touchline.stores.redis.RedisSentinels;

/** What is acknowledged while a replica is demanded survives the primary, and the market opens again by itself. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicatedMarketTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final InstrumentId PLAYER = InstrumentId.of(1);
    private static final UserId ALICE = UserId.of("alice");
    private static final int TRADERS = 8;

    private final ExecutorService traders = Executors.newFixedThreadPool(TRADERS);
    private final AtomicInteger orders = new AtomicInteger();
    private RedisSentinels servers;
    private RedisClient redis;
    private SpotTrading spot;
    private StoreMonitor monitor;
    private Flusher flusher;
    private Jdbi jdbi;

    @BeforeAll
    void open(TestStores stores, @TempDir Path directory) throws Exception {
        servers = RedisSentinels.start(directory, null, "--min-replicas-to-write", "1");
        redis = new RedisConnections(RedisAddress.parse(servers.url(), null), 1).pool("test", 2 * TRADERS);
        spot = new SpotTrading(redis, TestMarket.RULES);
        jdbi = TestBook.on(stores.dataSource());
        Epoch epoch = new Epoch(redis, jdbi);
        epoch.open();
        monitor = new StoreMonitor(redis, epoch);
        flusher = new Flusher(redis, jdbi, 100);
        RedisLossSetup.start(monitor);
        flusher.loops().forEach(RedisLossSetup::start);
        try (RedisClient atOnce = RedisConnections.to(servers.url()).pool("setup", 1)) {
            setUp(atOnce);
        }
    }

    private static void setUp(RedisClient redis) {
        new Instruments(redis)
                .list(new Listing(PLAYER, "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 10_000));
        new Wallets(redis)
                .open(ALICE, "alice", UserKind.HUMAN, Money.coins(1_000_000))
                .orThrow();
        new SpotTrading(redis, TestMarket.RULES)
                .place(new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(100), null, null))
                .orThrow();
    }

    @AfterAll
    void close() {
        traders.shutdownNow();
        monitor.close();
        flusher.close();
        redis.close();
        servers.close();
    }

    @Test
    @Order(1)
    void oneWaitServesTheOrdersOfMany() throws Exception {
        int each = 50;
        try (Jedis primary = servers.primary().connect()) {
            long before = waits(primary);
            List<Callable<Object>> all = Collections.nCopies(TRADERS, () -> {
                for (int n = 0; n < each; n++) {
                    trades(); // a replica may be slow now and then
                }
                return true;
            });
            for (Future<Object> trader : traders.invokeAll(all)) {
                trader.get();
            }
            assertThat(waits(primary) - before).isPositive().isLessThan((long) TRADERS * each);
        }
    }

    @Test
    @Order(2)
    void anOrderThatTheReplicaLacksIsNeitherAcknowledgedNorBooked() throws Exception {
        await().atMost(SOON).until(this::isDrained);
        RedisProcess primary = servers.primary();
        RedisProcess replica = servers.replica();
        Set<Long> booked = booked();

        replica.freeze();
        assertThatThrownBy(this::order)
                .satisfies(e -> assertThat(StoreOutage.of(e)).hasValue(new StoreOutage("redis", "NOREPLICAS")));
        await().atMost(SOON).until(() -> String.valueOf(flusher.lastError()).contains("NOREPLICAS"));
        await().atMost(SOON)
                .until(() -> monitor.shut()
                        .filter(shut -> shut.detail().contains("NOREPLICAS"))
                        .isPresent());
        assertThat(booked()).isEqualTo(booked);
        primary.kill();
        replica.thaw();
        servers.awaitFailOverFrom(primary);
        primary.startAgain();

        await().atMost(SOON).until(this::trades);
        assertThat(booked()).containsAll(booked);
        assertRight();
    }

    @Test
    @Order(3)
    void anOrderIsAcknowledgedAgainOnceTheReplicaIsBack() throws Exception {
        servers.awaitReplica();
        RedisProcess replica = servers.replica();
        replica.freeze();
        assertThat(trades()).isFalse();
        replica.thaw();

        await().atMost(SOON).until(this::trades);
        await().atMost(SOON).until(() -> monitor.shut().isEmpty());
    }

    @Test
    @Order(4)
    void whatWasAcknowledgedWhileThePrimaryDiedIsThere() throws Exception {
        servers.awaitReplica();
        RedisProcess primary = servers.primary();
        Set<Long> acknowledged = new ConcurrentSkipListSet<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> trading = new ArrayList<>();
        for (int n = 0; n < TRADERS; n++) {
            trading.add(traders.submit(() -> {
                while (!over.get()) {
                    try {
                        long id = order().id().value();
                        assertThat(acknowledged.add(id))
                                .as("id " + id + " once")
                                .isTrue();
                    } catch (JedisException | IllegalStateException unknownOrRefused) {
                        Thread.sleep(5);
                    }
                }
                return null;
            }));
        }
        await().atMost(SOON).until(() -> acknowledged.size() > 200);
        primary.kill();
        int whenKilled = acknowledged.size();
        servers.awaitFailOverFrom(primary);
        primary.startAgain();
        await().atMost(SOON).until(() -> acknowledged.size() > whenKilled + 200);
        over.set(true);
        for (Future<?> trader : trading) {
            trader.get();
        }

        await().atMost(SOON).until(this::isDrained);
        assertThat(booked()).containsAll(acknowledged);
        assertRight();
    }

    private SpotOrder order() {
        Side side = orders.incrementAndGet() % 2 == 0 ? Side.BUY : Side.SELL;
        return spot.place(new OrderRequest(ALICE, PLAYER, side, Quantity.of(1), null, null))
                .orThrow();
    }

    private boolean trades() {
        try {
            order();
            return true;
        } catch (JedisException | IllegalStateException unknownOrRefused) {
            return false;
        }
    }

    private void assertRight() throws InterruptedException {
        await().atMost(SOON).until(this::isDrained);
        AuditReport report = new Audit(redis, jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    private boolean isDrained() {
        return new OutboxLags(redis, jdbi).total().isDrained();
    }

    private Set<Long> booked() {
        List<Long> ids = jdbi.withHandle(handle ->
                handle.createQuery("SELECT id FROM orders").mapTo(Long.class).list());
        return Set.copyOf(ids);
    }

    private static long waits(Jedis server) {
        String calls = server.info("commandstats").replaceFirst("(?s).*cmdstat_wait:calls=(\\d+).*", "$1");
        return calls.matches("\\d+") ? Long.parseLong(calls) : 0;
    }
}
