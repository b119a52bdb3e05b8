package touchline.market.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.audit.PlayedMarket;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Rebuilds that are killed, that run at once, or whose Redis refuses a part of them. */
@ExtendWith(StoresExtension.class)
class InterruptedRebuildTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String LOCK =
            "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    private PlayedMarket played;

    @BeforeEach
    void play(TestStores stores) throws InterruptedException {
        played = new PlayedMarket(stores);
        assertThat(new Audit(played.market.redis, played.jdbi).run().ok()).isTrue(); // drained, too
    }

    @AfterEach
    void close() {
        played.close();
    }

    /** Arguments: the database's URL, user and password, Redis' URL, and whether it is forced. */
    static final class Child {
        public static void main(String[] args) throws Exception {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(args[0]);
            database.setUser(args[1]);
            database.setPassword(args[2]);
            new Hydration(patient(URI.create(args[3])), Jdbi.create(database), "child")
                    .run(Boolean.parseBoolean(args[4]));
        }
    }

    /** On a machine that is overloaded Redis may take longer than a client waits by default. */
    private static RedisClient patient(URI redis) {
        return RedisClient.builder()
                .hostAndPort(redis.getHost(), redis.getPort())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis((int) LONG.toMillis())
                        .connectionTimeoutMillis((int) LONG.toMillis())
                        .build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatWasKilledIsDoneAgainWithoutForce(boolean forced, TestStores stores, @TempDir Path directory)
            throws Exception {
        if (!forced) {
            played.market.redis.flushAll();
        }
        Path log = directory.resolve("child.log");
        try (Handle other = played.jdbi.open()) {
            holdUp(other);
            Process child = new ProcessBuilder(ChildJvm.command(
                            Child.class,
                            stores.databaseUrl(),
                            stores.user(),
                            stores.password(),
                            stores.redisUrl(),
                            Boolean.toString(forced)))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            await().atMost(LONG).until(() -> isHeldUp() || !child.isAlive());
            assertThat(child.isAlive()).as(Files.readString(log)).isTrue();
            child.destroyForcibly().onExit().join();
            other.rollback();
        }
        assertThat(played.market.redis.exists("instruments"))
                .as("it was in the middle")
                .isTrue();
        assertThat(new Epoch(played.market.redis, played.jdbi).open())
                .as("shut")
                .isPresent();

        await().atMost(LONG).until(() -> !isRunning()); // until Postgres has noticed
        AuditReport report = new Hydration(played.market.redis, played.jdbi, "test").run(false);

        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(new Epoch(played.market.redis, played.jdbi).open()).isEmpty();
    }

    @Test
    void aSecondOneIsRefusedWhileOneRuns() throws Exception {
        CompletableFuture<AuditReport> first;
        try (Handle other = played.jdbi.open()) {
            holdUp(other);
            first = CompletableFuture.supplyAsync(() -> rebuild(true));
            awaitHeldUp();

            for (boolean force : new boolean[] {true, false}) {
                assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "second").run(force))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("Another rebuild");
            }
            assertThat(played.market.redis.exists("instruments")).isTrue();
            other.rollback();
        }
        assertThat(first.get(3, TimeUnit.MINUTES).ok()).isTrue();
        assertThat(rebuild(true).ok()).as("the next one").isTrue();
    }

    /** As {@code idle_session_timeout} does: the connection that keeps others away is idle. */
    @Test
    void oneThatHasLostItsLockEndsWithItsResult() throws Exception {
        CompletableFuture<AuditReport> rebuild;
        try (Handle other = played.jdbi.open()) {
            holdUp(other);
            rebuild = CompletableFuture.supplyAsync(() -> rebuild(true));
            awaitHeldUp();
            assertThat(count("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE " + LOCK))
                    .isEqualTo(1);
            other.rollback();
        }
        assertThat(rebuild.get(3, TimeUnit.MINUTES).ok()).isTrue();
        assertThat(new Epoch(played.market.redis, played.jdbi).open()).isEmpty();
    }

    /** As where memory is short for a moment, or the user may not write everything. */
    @Test
    void aWriteThatRedisRefusesInTheMiddleIsNotPassedOver() throws InterruptedException {
        played.market.redis.flushAll();
        played.market.redis.set("price_ticks:5", "of another program");

        assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "test").run(false))
                .isInstanceOf(JedisDataException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(new Epoch(played.market.redis, played.jdbi).open())
                .as("shut")
                .isPresent();

        assertThat(rebuild(false).ok()).as("what it has half of is emptied").isTrue();
    }

    @Test
    void anEventThatRedisRefusesIsNotPassedOver() {
        played.market.redis.flushAll();
        played.market.redis.set("event_voids:" + PlayedMarket.GOING_ON, "of another program");
        played.jdbi.useHandle(
                book -> book.execute("INSERT INTO event_voids (fixture_id, event_id, correction_id) VALUES (8, 2, 1)"));

        assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "test").run(false))
                .isInstanceOf(JedisDataException.class);
    }

    /** An address that names an empty replica must not shut the market of the primary. */
    @Test
    void aRedisThatTakesNoWritesLeavesTheBookAsItWas(TestStores stores) {
        String before = offsets();
        try (Jedis admin = new Jedis(URI.create(stores.redisUrl()))) {
            admin.flushAll();
            admin.replicaof("127.0.0.1", 1);
            try {
                assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "test").run(false))
                        .isInstanceOf(JedisDataException.class)
                        .hasMessageContaining("READONLY");
            } finally {
                admin.replicaofNoOne();
            }
        }
        assertThat(offsets()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "ids", "outbox:written"})
    void whatIsLeftOfAnotherMarketIsNotMixedWithThisOne(String left) {
        played.market.redis.flushAll();
        played.market.redis.hset(left, "house", "1");

        assertThatThrownBy(() -> new Hydration(played.market.redis, played.jdbi, "test").run(false))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("--force");
    }

    @Test
    void anOverwrittenMarketCanBeRebuilt() {
        played.market.redis.del("market");
        played.market.redis.set("market", "of another program");

        assertThat(rebuild(true).ok()).isTrue();
        assertThat(new Epoch(played.market.redis, played.jdbi).open()).isEmpty();
    }

    private AuditReport rebuild(boolean force) {
        try {
            return new Hydration(played.market.redis, played.jdbi, "test").run(force);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A rebuild reads the halts after wallets, ticks and matches. */
    private static void holdUp(Handle other) {
        other.begin();
        other.execute("LOCK TABLE market_halts IN ACCESS EXCLUSIVE MODE");
    }

    private void awaitHeldUp() {
        await().atMost(LONG).until(this::isHeldUp);
    }

    private boolean isHeldUp() {
        return count("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'market_halts'::regclass") > 0;
    }

    private boolean isRunning() {
        return count("SELECT count(*) FROM pg_locks WHERE " + LOCK) > 0;
    }

    private String offsets() {
        return played.jdbi.withHandle(book -> book.createQuery(
                        "SELECT string_agg(stream || confirmation || confirmed_server, ' ' ORDER BY stream) FROM outbox_offsets")
                .mapTo(String.class)
                .one());
    }

    private long count(String sql) {
        return played.jdbi.withHandle(
                book -> book.createQuery(sql).mapTo(Long.class).one());
    }
}
