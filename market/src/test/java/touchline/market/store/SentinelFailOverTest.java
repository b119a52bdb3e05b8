package touchline.market.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.XReadParams;
import touchline.market.script.Acknowledged;
import touchline.market.store.RedisSubscription.Topics;
import touchline.stores.junit.BareRedis;
import touchline.stores.redis.RedisProcess;
import touchline.stores.redis.RedisSentinels;

/** Connections follow the primary that real Sentinels name, with a password on the servers and none on the Sentinels. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SentinelFailOverTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 4;
    private static final String PASSWORD = "kestrel";

    private RedisSentinels sentinels;
    private RedisConnections connections;
    private RedisClient pool;
    private Path folder;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        folder = directory;
        sentinels = RedisSentinels.start(directory.resolve("redis"), PASSWORD);
        connections = RedisConnections.to(sentinels.url());
        pool = connections.pool("test", CONNECTIONS);
    }

    @AfterAll
    void close() {
        pool.close();
        sentinels.close();
    }

    @Test
    @Order(1)
    void everyKindOfConnectionFollowsWhenThePrimaryIsHandedOver() throws Exception {
        RedisProcess former = sentinels.primary();
        try (RedisSubscription subscription = subscribe(connections, new ConcurrentLinkedQueue<>());
                Jedis reader = connections.open("reader")) {
            assertThat(reads(reader)).isTrue();

            sentinels.failOver();

            await().atMost(SOON).until(() -> subscription.ended() != null);
            await().atMost(SOON).until(() -> {
                try {
                    reader.xread(XReadParams.xReadParams().block(100), Map.of("stream", StreamEntryID.XREAD_NEW_ENTRY));
                    return false;
                } catch (JedisConnectionException moved) {
                    return true;
                }
            });
        }
        assertThatEverythingReaches(sentinels.primary());
        assertThat(sentinels.primary().port()).isNotEqualTo(former.port());
    }

    @Test
    @Order(2)
    void everyKindOfConnectionFollowsWhenThePrimaryIsKilled() throws Exception {
        sentinels.awaitReplica();
        RedisProcess former = sentinels.primary();

        former.kill();
        await().atMost(SOON).until(this::writes);

        assertThat(sentinels.primary().port()).isNotEqualTo(former.port());
        assertThatEverythingReaches(sentinels.primary());
        former.startAgain();
        sentinels.awaitReplica(); // the Sentinels make it a replica
        assertThatEverythingReaches(sentinels.primary());
    }

    @Test
    @Order(3)
    void oneSentinelIsEnoughToStartAndAnUnknownNameIsSaid() {
        String one = "redis+sentinel://:" + PASSWORD + "@127.0.0.1:1,127.0.0.1:"
                + sentinels.sentinelPorts().get(0);
        try (RedisClient client =
                RedisConnections.to(one + "/" + RedisSentinels.NAME).pool("test", 1)) {
            assertThat(client.ping()).isEqualTo("PONG");
        }
        try (RedisClient client = RedisConnections.to(one + "/other").pool("test", 1)) {
            assertThatThrownBy(client::ping)
                    .hasStackTraceContaining("no Sentinel names a primary 'other'")
                    .hasStackTraceContaining("No such master")
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(PASSWORD));
        }
    }

    @Test
    @Order(4)
    void aSentinelMayHaveThePasswordToo() {
        try (BareRedis sentinel = BareRedis.start(folder, "--sentinel", "--requirepass", PASSWORD)) {
            try (Jedis admin = new Jedis("127.0.0.1", sentinel.port())) {
                admin.auth(PASSWORD);
                admin.sentinelMonitor("own", "127.0.0.1", sentinels.primary().port(), 1);
            }
            String url = "redis+sentinel://:" + PASSWORD + "@127.0.0.1:" + sentinel.port() + "/own";
            try (RedisClient client = RedisConnections.to(url).pool("test", 1)) {
                assertThat(client.ping()).isEqualTo("PONG");
            }
        }
    }

    /** The Sentinel can't log in at the primary and so takes it for down, as where the network between them is cut. */
    @Test
    @Order(5)
    void whatAReplicaConfirmsCountsOnlyWhileNoFailOverCanHaveBegun() throws Exception {
        sentinels.awaitReplica();
        try (BareRedis sentinel = BareRedis.start(folder, "--sentinel");
                Jedis admin = new Jedis("127.0.0.1", sentinel.port())) {
            admin.sentinelMonitor("own", "127.0.0.1", sentinels.primary().port(), 2); // which it alone never reaches
            admin.sentinelSet("own", Map.of("down-after-milliseconds", "3000"));
            await().atMost(SOON).until(() -> flags(admin).contains("s_down"));
            RedisAddress address = RedisAddress.parse(
                    "redis+sentinel://:" + PASSWORD + "@127.0.0.1:" + sentinel.port() + "/own", null);
            try (RedisClient client = new RedisConnections(address, 1).pool("test", 1)) {
                assertThatThrownBy(() -> Acknowledged.everything(client))
                        .isInstanceOf(JedisConnectionException.class)
                        .hasMessageContaining("may have begun");

                admin.sentinelSet("own", Map.of("auth-pass", PASSWORD));
                admin.sentinelReset("own"); // or it would connect again after 15 s
                await().atMost(SOON).ignoreExceptions().until(() -> {
                    Acknowledged.everything(client);
                    return true;
                });
                assertThat(flags(admin)).doesNotContain("down");
            }
        }
    }

    private static String flags(Jedis sentinel) {
        return sentinel.sentinelMaster("own").getOrDefault("flags", "");
    }

    /** Without Sentinels nobody makes the former primary a replica or cuts its connections: only the client can notice. */
    @Test
    @Order(6)
    void connectionsToAFormerPrimaryThatStillAnswersAreNotUsed() throws Exception {
        sentinels.awaitReplica();
        RedisProcess former = sentinels.primary();
        try (Jedis admin = former.connect();
                Jedis reader = connections.open("reader")) {
            fillThePool();
            former.freeze();
            sentinels.awaitFailOverFrom(former);
            await().atMost(SOON).until(this::writes);
            sentinels.endSentinels();
            former.thaw();
            String before = waits(admin);

            assertThatThrownBy(() -> reader.get("key")).isInstanceOf(JedisConnectionException.class);
            fillThePool();
            assertThat(waits(admin)).isEqualTo(before);
            assertThat(admin.role().get(0)).isEqualTo("master");
        }
    }

    /** Uses as many connections as the pool may have. */
    private void fillThePool() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Object>> waiting = Collections.nCopies(CONNECTIONS, () -> pool.blpop(0.3, "nothing"));
            for (Future<Object> each : threads.invokeAll(waiting)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String waits(Jedis server) {
        return server.info("commandstats").replaceFirst("(?s).*cmdstat_blpop:calls=(\\d+).*", "$1");
    }

    private static RedisSubscription subscribe(RedisConnections connections, Queue<String> messages)
            throws InterruptedException {
        return RedisSubscription.open(
                connections, "test", Topics.channel("channel"), (channel, message) -> messages.add(message));
    }

    private boolean reads(Jedis reader) {
        pool.xadd("stream", StreamEntryID.NEW_ENTRY, Map.of("a", "b"));
        return reader.xread(XReadParams.xReadParams().block(500), Map.of("stream", new StreamEntryID(0, 0))) != null;
    }

    private boolean writes() {
        try {
            return "OK".equals(pool.set("key", "value"));
        } catch (JedisException away) {
            return false;
        }
    }

    private void assertThatEverythingReaches(RedisProcess primary) throws Exception {
        await().atMost(SOON).until(this::writes);
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        try (Jedis direct = primary.connect();
                RedisSubscription subscription = subscribe(connections, messages);
                Jedis reader = connections.open("reader")) {
            for (int n = 0; n < 8; n++) {
                pool.incr("count");
            }
            assertThat(direct.get("count")).isEqualTo(pool.get("count"));
            direct.publish("channel", "message");
            await().atMost(SOON).until(() -> messages.contains("message"));
            assertThat(subscription.ended()).isNull();
            assertThat(reads(reader)).isTrue();
        }
    }
}
