package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.redis.RedisProcess;

/** A Redis that refuses, restarts and is emptied under a node that is never started again. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreOutageApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private Path directory;
    private RedisProcess redis;
    private TestNode node;
    private Jdbi jdbi;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeAll
    void start(TestStores stores, @TempDir Path folder) throws Exception {
        directory = folder;
        redis = RedisProcess.start(directory.resolve("redis"));
        node = TestNode.start(stores, Map.of("REDIS_URL", redis.url()));
        jdbi = Jdbi.create(stores.dataSource());
        Logger problems = (Logger) LoggerFactory.getLogger("touchline.api.problem");
        problems.setLevel(Level.WARN);
        log.start();
        problems.addAppender(log);
        try (RedisClient client = RedisClient.create(URI.create(redis.url()))) {
            new Instruments(client)
                    .list(new Listing(
                            InstrumentId.of(1), "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 10_000));
            new Wallets(client)
                    .open(UserId.of("alice"), "alice", UserKind.HUMAN, Money.coins(100_000))
                    .orThrow();
        }
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
    }

    @Test
    void refusalsOfRedisAreUnavailableAndInTheStatus() throws Exception {
        try (Jedis admin = redis.connect()) {
            // A server that can't write its snapshot: a directory lies where the file should be.
            Files.createDirectories(directory.resolve("redis/taken.rdb/full"));

            admin.configSet("maxmemory", "1");
            assertRefuses("OOM");
            admin.configSet("maxmemory", "0");
            assertTrades();

            admin.configSet("min-replicas-to-write", "1");
            assertRefuses("NOREPLICAS");
            admin.configSet("min-replicas-to-write", "0");
            assertTrades();

            admin.configSet("dbfilename", "taken.rdb");
            admin.configSet("save", "3600 1");
            admin.bgsave();
            await().atMost(SOON).until(() -> admin.info("persistence").contains("rdb_last_bgsave_status:err"));
            assertRefuses("MISCONF");
            admin.configSet("save", "");
            assertTrades();

            admin.configSet("replica-serve-stale-data", "no");
            admin.replicaof("127.0.0.1", 1);
            assertRefuses("MASTERDOWN");
            admin.configSet("replica-serve-stale-data", "yes");
            assertRefuses("READONLY"); // the gate refuses before anything is written
            admin.replicaofNoOne();
            assertTrades();

            admin.configSet("lua-time-limit", "20");
            Thread endless = new Thread(() -> {
                try (Jedis other = new Jedis("127.0.0.1", redis.port(), 60_000)) {
                    other.eval("while true do end");
                } catch (JedisDataException killed) {
                    // as meant
                }
            });
            endless.start();
            assertRefuses("BUSY");
            admin.scriptKill();
            endless.join();
            assertTrades();
        }
        // A second may pass between the log lines of one outage, a stack may not.
        assertThat(List.copyOf(log.list)).allSatisfy(line -> {
            assertThat(line.getFormattedMessage()).startsWith("store unavailable: store=");
            assertThat(line.getThrowableProxy()).isNull();
        });
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("reason=OOM"))
                .anyMatch(line -> line.contains("reason=MISCONF"))
                .anyMatch(line -> line.contains("reason=BUSY"));
    }

    @ParameterizedTest
    @CsvSource({"57014, pg_cancel_backend", "57P01, pg_terminate_backend"})
    void aStatementThatPostgresEndsIsUnavailableAndTheNextOneIsNot(String state, String function) throws Exception {
        // Nothing is logged within a second of an earlier outage.
        await().atMost(SOON).untilAsserted(() -> {
            log.list.clear();
            assertUnavailable(ordersWhosePostgres(function));
            assertLoggedOnce("postgres", state);
        });
        assertThat(orders().status()).isEqualTo(200);
    }

    private TestNode.Answer ordersWhosePostgres(String function) {
        return jdbi.inTransaction(book -> {
            book.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<TestNode.Answer> asked = CompletableFuture.supplyAsync(this::orders);
            // It may fail before it waits, on a connection that an earlier round has ended.
            await().atMost(SOON)
                    .until(() -> asked.isDone()
                            || book.createQuery(
                                                    "SELECT count(" + function + "(pid)) FROM pg_stat_activity"
                                                            + " WHERE wait_event_type = 'Lock' AND query LIKE '%FROM orders WHERE user_id%'")
                                            .mapTo(Integer.class)
                                            .one()
                                    > 0);
            return asked.join(); // the lock is kept until it is answered
        });
    }

    @Test
    void aPostgresThatOnlyReadsIsUnavailableForWhatWrites() throws Exception {
        String token = TestNode.token("bob");
        everySession("ON");
        try {
            // The first ones may meet sessions that have ended.
            await().atMost(SOON).untilAsserted(() -> {
                log.list.clear();
                assertUnavailable(logOut(token));
                assertLoggedOnce("postgres", "25006");
            });
            await().atMost(SOON).until(() -> orders().status() == 200); // reads go on
        } finally {
            everySession("OFF");
        }
        await().atMost(SOON).until(() -> logOut(token).status() == 204);
    }

    private TestNode.Answer logOut(String token) throws Exception {
        return node.call("DELETE", "/v1/auth/session", null, "Authorization", "Bearer " + token);
    }

    /** What a fail-over to a standby does to each session: it ends, and the next one can only read. */
    private void everySession(String readOnly) {
        jdbi.useHandle(handle -> {
            handle.execute("SET default_transaction_read_only = off");
            handle.execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = "
                    + readOnly + "', current_database()); END $$");
            handle.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        });
    }

    private TestNode.Answer orders() {
        try {
            return node.as("alice", "GET", "/v1/orders", null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertUnavailable(TestNode.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("unavailable");
        assertThat(answer.body().path("reason").asText()).isEqualTo("store");
        assertThat(answer.retryAfter()).matches("[1-9][0-9]*");
    }

    private void assertLoggedOnce(String store, String reason) {
        assertThat(List.copyOf(log.list)).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .matches("store unavailable: store=" + store + " reason=" + reason + " requests=[1-9][0-9]*");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void aRestartedOrFrozenRedisAndALostMarketAreNoticed() throws Exception {
        assertTrades();
        redis.kill();
        assertRefuses("no Redis");
        assertThat(node.call("GET", "/v1/market", null).body().get("halts").isNull())
                .isTrue();
        redis.startAgain();
        assertTrades();
        redis.freeze();
        assertRefuses("a frozen Redis");
        redis.thaw();
        assertTrades();

        try (Jedis admin = redis.connect()) {
            admin.copy("market", "kept", false);
            admin.del("market");
            assertThat(buy().problem()).isEqualTo("unavailable");
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(status().body().path("reason").asText()).isEqualTo("rebuild-needed"));
            assertThat(node.admin("/healthcheck")).contains("rebuild-needed");
            admin.rename("kept", "market");
        }
        assertTrades();
    }

    /** Runs last, as it leaves no data. */
    @Test
    @Order(Integer.MAX_VALUE)
    void anEmptiedRedisClosesTheMarket() throws Exception {
        // Once the book knows of something; before that there is nothing to have lost.
        assertTrades();
        await().atMost(SOON).until(() -> status().body().get("outboxLagMs").asLong() == 0);
        try (Jedis admin = redis.connect()) {
            admin.flushAll();
        }
        TestNode.Answer refused = buy();
        assertThat(refused.problem()).isEqualTo("unavailable");
        assertThat(refused.type()).startsWith("application/problem+json");
        await().atMost(SOON).until(() -> status().body().get("trading").asText().equals("closed"));
    }

    private void assertRefuses(String why) {
        await().atMost(SOON).untilAsserted(() -> {
            TestNode.Answer answer = buy();
            assertThat(answer.status()).as(why).isEqualTo(503);
            assertThat(answer.problem()).as(why).isEqualTo("unavailable");
            assertThat(answer.retryAfter()).as(why).matches("[1-9][0-9]*");
            TestNode.Answer status = status();
            assertThat(status.status()).as(why).isEqualTo(200);
            assertThat(status.body().path("trading").asText()).as(why).isEqualTo("closed");
            assertThat(status.body().path("reason").asText()).as(why).isEqualTo("store-unavailable");
        });
    }

    private void assertTrades() {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(buy().status()).isEqualTo(201);
            assertThat(status().body().path("trading").asText()).isEqualTo("open");
        });
    }

    private TestNode.Answer buy() throws Exception {
        TestNode.Answer answer =
                node.as("alice", "POST", "/v1/orders", "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}");
        assertThat(answer.status()).as("never a fault: " + answer.body()).isIn(201, 503);
        return answer;
    }

    private TestNode.Answer status() throws Exception {
        return node.call("GET", "/v1/status", null);
    }
}
