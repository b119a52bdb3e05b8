package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.providers.PooledConnectionProvider;
import touchline.market.MarketRules;
import touchline.market.TestMarket;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outage.PrimaryConnection;
import touchline.market.outbox.Flusher;
import touchline.market.outbox.OutboxLags;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.RedisProcess;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Redis processes that are killed, replaced and rewound under two nodes' monitors, flushers and trading. */
@ExtendWith(StoresExtension.class)
class RedisLossTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final InstrumentId PLAYER = InstrumentId.of(1);
    private static final UserId ALICE = UserId.of("alice");

    @TempDir
    Path directory;

    private final List<Node> nodes = new ArrayList<>();
    private RedisProcess primary;
    private Forwarder address;
    private Jdbi jdbi;

    /** What of a node matters here. */
    private final class Node implements AutoCloseable {
        final RedisClient redis = RedisClient.create(URI.create(address.url()));
        final SpotTrading spot = new SpotTrading(redis, rules());
        final StoreMonitor monitor = new StoreMonitor(redis, new Epoch(redis, jdbi));
        final Flusher flusher = new Flusher(redis, jdbi, 100);

        Node() {
            new Epoch(redis, jdbi).open();
            start(monitor);
            flusher.loops().forEach(RedisLossTest::start);
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

        @Override
        public void close() {
            monitor.close();
            flusher.close();
            redis.close();
        }
    }

    @BeforeEach
    void open(TestStores stores) throws IOException, InterruptedException {
        primary = RedisProcess.start(directory.resolve("primary"));
        address = new Forwarder(primary.port());
        jdbi = Jdbi.create(stores.dataSource());
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

    @Test
    void aReplicaThatLacksTheTailTakesNothingAndARebuildCures() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect()) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades)); // a first replica changes the id
            await().atMost(SOON).until(() -> sameEnd(standby));
            standby.replicaofNoOne();
            acknowledge(40);
            await().atMost(SOON).until(this::isDrained);
            long orders = count("SELECT count(*) FROM orders");

            primary.kill();
            address.pointAt(replica.port());

            assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
            assertThat(count("SELECT count(*) FROM orders")).isEqualTo(orders);
            assertThat(count("SELECT count(*) FROM outbox_dead_letters")).isZero();
            assertThat(new Epoch(nodes.get(0).redis, jdbi).open())
                    .hasValueSatisfying(shut -> assertThat(shut.detail()).contains("lost data", "hydrate", "--force"));

            rebuild();
            assertThat(nodes).allMatch(Node::trades); // the very nodes, which nobody has started again
        }
    }

    @Test
    void whatWasNotInTheBookYetIsNotMissedAndTheRestIsAppliedOnce() throws Exception {
        // The book lags while the primary dies: nothing proves a loss, and a batch that was read before is not applied
        // over the rest.
        nodes.forEach(node -> node.flusher.close());
        acknowledge(10);
        primary.kill();
        primary.startAgain();

        await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        AuditReport report = new Audit(nodes.get(0).redis, jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    @Test
    void aRedisThatComesBackWithEverythingOpensByItself() throws Exception {
        acknowledge(5);
        primary.kill();
        assertThat(nodes).noneMatch(Node::trades);
        assertThat(nodes.get(0).monitor.shut())
                .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.STORE_UNAVAILABLE));

        primary.startAgain();

        await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        await().atMost(SOON).until(() -> nodes.get(1).monitor.shut().isEmpty());
    }

    @Test
    void noOrderIsTakenBeforeARestartedRedisIsCompared() throws Exception {
        nodes.forEach(Node::close);
        try (RedisClient redis = RedisClient.create(URI.create(address.url()))) {
            SpotTrading spot = new SpotTrading(redis, rules());
            primary.kill();
            primary.startAgain();
            OrderRequest order = new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null);
            await().atMost(SOON).ignoreExceptions().until(() -> redis.ping().equals("PONG"));

            assertThat(spot.place(order).<Boolean>match(taken -> true, refused -> false))
                    .isFalse();
            assertThat(new Epoch(redis, jdbi).shut())
                    .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.STORE_CHANGED));
            assertThat(new Epoch(redis, jdbi).open()).isEmpty();
            assertThat(spot.place(order).<Boolean>match(taken -> true, refused -> false))
                    .isTrue();
        }
    }

    @Test
    void aRedisRestoredFromAnOldCopyTakesNothing() throws Exception {
        Path log = directory.resolve("primary/appendonly.aof");
        Path old = directory.resolve("old.aof");
        Files.copy(log, old);
        acknowledge(20);
        await().atMost(SOON).until(this::isDrained);
        primary.kill();
        Files.copy(old, log, StandardCopyOption.REPLACE_EXISTING);
        primary.startAgain();

        assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        rebuild();
    }

    @Test
    void anEmptyRedisAndAnEmptiedOneTakeNothing() throws Exception {
        await().atMost(SOON).until(this::isDrained);
        try (Jedis redis = primary.connect()) {
            redis.flushAll();
        }
        assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        rebuild();
        await().atMost(SOON).until(this::isDrained);

        try (RedisProcess empty = RedisProcess.start(directory.resolve("empty"))) {
            primary.kill();
            address.pointAt(empty.port());
            assertNothingIsTaken(Shut.Reason.REBUILD_NEEDED);
        }
    }

    @Test
    void aFormerPrimaryThatIsStillThereIsShutOnceAnotherHasTakenItsPlace() throws Exception {
        try (RedisProcess replica = RedisProcess.start(directory.resolve("replica"));
                Jedis standby = replica.connect();
                RedisClient former = RedisClient.create(URI.create(primary.url()))) {
            standby.replicaof("127.0.0.1", primary.port());
            await().atMost(SOON).until(() -> standby.info("replication").contains("master_link_status:up"));
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
            await().atMost(SOON).until(() -> sameEnd(standby));
            standby.replicaofNoOne();
            address.pointAt(replica.port());
            await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));

            assertThat(new Epoch(former, jdbi).open())
                    .hasValueSatisfying(shut -> assertThat(shut.reason()).isEqualTo(Shut.Reason.REBUILD_NEEDED));
            assertThat(new SpotTrading(former, rules())
                            .place(new OrderRequest(ALICE, PLAYER, Side.BUY, Quantity.of(1), null, null))
                            .<Boolean>match(taken -> true, refused -> false))
                    .isFalse();
            assertThat(nodes).allMatch(Node::trades);
        }
    }

    @Test
    void aConnectionToAReplicaIsNotUsedAgain() throws Exception {
        HostAndPort server = new HostAndPort("127.0.0.1", primary.port());
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder().build();
        try (RedisClient redis = RedisClient.builder()
                        .connectionProvider(new PooledConnectionProvider(PrimaryConnection.factory(server, config)))
                        .clientConfig(config)
                        .build();
                Jedis admin = primary.connect()) {
            String before = id(redis);
            assertThat(id(redis)).as("kept otherwise").isEqualTo(before);
            assertThatThrownBy(() -> redis.incr("market")).hasMessageContaining("WRONGTYPE");
            assertThat(id(redis)).as("kept after any other refusal").isEqualTo(before);

            admin.replicaof("127.0.0.1", 1);
            assertThatThrownBy(() -> redis.set("x", "y")).hasMessageContaining("READONLY");
            assertThat(id(redis)).isNotEqualTo(before);
            String second = id(redis);
            assertThatThrownBy(() -> redis.eval("redis.call('SET', 'x', 'y')")).hasMessageContaining("READONLY");
            assertThat(id(redis)).isNotEqualTo(second);
            admin.replicaofNoOne();
        }
    }

    private static String id(RedisClient redis) {
        return String.valueOf(redis.executeCommand(new CommandArguments(Protocol.Command.CLIENT).add("ID")));
    }

    private static MarketRules rules() {
        return TestMarket.RULES;
    }

    private void acknowledge(int orders) {
        for (int n = 0; n < orders; n++) {
            assertThat(nodes.get(n % 2).trades()).isTrue();
        }
    }

    /** Orders are sent from before it is noticed until it is said on both nodes; none of them may be taken. */
    private void assertNothingIsTaken(Shut.Reason reason) {
        AtomicInteger taken = new AtomicInteger();
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> {
            nodes.forEach(node -> taken.addAndGet(node.trades() ? 1 : 0));
            return nodes.stream()
                    .allMatch(node -> node.monitor.shut().map(Shut::reason).equals(Optional.of(reason)));
        });
        for (int n = 0; n < 40; n++) {
            taken.addAndGet(nodes.get(n % 2).trades() ? 1 : 0);
        }
        assertThat(taken).hasValue(0);
    }

    private void rebuild() throws InterruptedException {
        AuditReport rebuilt = new Hydration(nodes.get(0).redis, jdbi, "test").run(true);
        assertThat(rebuilt.ok()).as(rebuilt.toString()).isTrue();
        await().atMost(SOON).until(() -> nodes.stream().allMatch(Node::trades));
        AuditReport report = new Audit(nodes.get(0).redis, jdbi).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
    }

    private boolean sameEnd(Jedis standby) {
        return nodes.get(0)
                .redis
                .hget("outbox:written", "outbox:trades")
                .equals(standby.hget("outbox:written", "outbox:trades"));
    }

    private boolean isDrained() {
        return new OutboxLags(nodes.get(0).redis, jdbi).total().isDrained();
    }

    private long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body, "node");
        thread.setDaemon(true);
        thread.start();
    }
}
