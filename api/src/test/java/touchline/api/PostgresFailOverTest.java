package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpServer;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.util.Duration;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.api.config.DatabaseConfig;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.Flusher;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.PostgresProcess;
import touchline.stores.junit.MigratedPostgres;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A Postgres that goes away, and one that fails over to its standby, under a node that is never started again. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresFailOverTest {
    private static final java.time.Duration SOON = java.time.Duration.ofSeconds(90);

    /** Postgres is away for five minutes, and the limit is the usual one. */
    private static final boolean LONG_ONE = System.getProperty("chaos") != null;

    private final List<String> alerts = new CopyOnWriteArrayList<>();
    private PostgresProcess one;
    private PostgresProcess other;
    private HttpServer webhook;
    private RedisClient redis;
    private TestNode node;
    private int acknowledged;

    @BeforeAll
    void start(TestStores stores, @TempDir Path folder) throws Exception {
        one = MigratedPostgres.start(folder.resolve("one"));
        other = PostgresProcess.standbyOf(one, folder.resolve("other"));
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            alerts.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        webhook.start();
        node = TestNode.start(
                stores,
                Map.of(
                        "DATABASE_URL",
                        "postgres://" + one.address() + "," + other.address() + "/" + MigratedPostgres.DATABASE,
                        "ALERT_WEBHOOK_URL",
                        "http://127.0.0.1:" + webhook.getAddress().getPort() + "/hook",
                        "ALERT_WEBHOOK_SECRET",
                        "a secret of a webhook",
                        "SHUTDOWN_LEAVE",
                        "1s"));
        redis = RedisClient.create(URI.create(stores.redisUrl()));
        new Instruments(redis)
                .list(new Listing(
                        InstrumentId.of(1), "Player", 100, "Team", "Midfielder", Price.of(1_000_000), 10_000));
        new Wallets(redis)
                .open(UserId.of("alice"), "alice", UserKind.HUMAN, Money.coins(100_000))
                .orThrow();
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
        webhook.stop(0);
        other.close();
        one.close();
    }

    @Test
    @Order(1)
    void withoutPostgresTradingGoesOnUntilTheLimitAndAnAlertIsSent() throws Exception {
        order("BUY", 200, 201);
        String stopped = open("101.5000");
        String kept = open(null);
        await().atMost(SOON).until(() -> orders(one) == acknowledged);

        one.kill();

        order("SELL", 100, 201); // which moves the price below the stop-loss
        await().atMost(SOON)
                .until(() ->
                        position(stopped).body().path("closeReason").asText().equals("STOP_LOSS"));
        if (!LONG_ONE) {
            new Backlog(redis, java.time.Duration.ofSeconds(1)).enforce();
        }
        await().atMost(SOON).until(() -> counted(buy()).body().path("reason").asText().equals("book-behind"));
        assertThat(node.as("alice", "POST", "/v1/positions/" + kept + "/close", "{}")
                        .status())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> sent("opened", "database-unavailable") && sent("opened", "book-behind"));
        if (LONG_ONE) {
            Thread.sleep(java.time.Duration.ofMinutes(4).toMillis());
        }
        TestNode.Answer status = node.call("GET", "/v1/status", null);
        assertThat(status.body().path("trading").asText()).isEqualTo("closed");
        assertThat(status.body().path("outboxLagMs").asLong()).isPositive();
        assertThat(node.admin("/metrics"))
                .containsPattern("touchline_outbox_lag_seconds\\{stream=\"outbox:trades\"} [1-9]");
        assertThat(node.adminStatus("/healthcheck/alive")).isEqualTo(200);
        assertThat(node.adminStatus("/healthcheck/ready")).isEqualTo(200);
        assertThat(node.adminStatus("/healthcheck/market")).isEqualTo(500);

        one.startAgain();

        new Backlog(redis, java.time.Duration.ofMinutes(1)).enforce();
        await().atMost(SOON).until(() -> counted(buy()).status() == 201);
        await().atMost(SOON).until(() -> orders(one) == acknowledged);
        await().atMost(SOON).until(() -> sent("closed", "database-unavailable") && sent("closed", "book-behind"));
        await().atMost(SOON).until(() -> node.adminStatus("/healthcheck/market") == 200);
        assertThat(count(one, "SELECT count(*) FROM cfd_positions WHERE closed_at IS NOT NULL"))
                .isEqualTo(2);
        assertBooksAreRight(one);
    }

    @Test
    @Order(2)
    void aTailThatAFailOverLostIsWrittenAgain() throws Exception {
        other.awaitCatchUpWith(one);
        other.detach();
        for (int n = 0; n < 10; n++) {
            order("BUY", 1, 201);
        }
        await().atMost(SOON).until(() -> orders(one) == acknowledged);

        one.kill();
        other.promote();

        await().atMost(SOON).until(() -> orders(other) == acknowledged);
        await().atMost(SOON)
                .until(() -> node.as("alice", "GET", "/v1/orders", null).status() == 200);
        order("BUY", 1, 201);
        await().atMost(SOON).until(() -> orders(other) == acknowledged);
        assertThat(count(other, "SELECT refilled FROM outbox_offsets WHERE stream = 'outbox:trades'"))
                .isEqualTo(10);
        assertThat(node.admin("/healthcheck/market")).contains(" written again after a fail-over");
        assertThat(node.admin("/metrics")).containsPattern("touchline_outbox_refilled_total [1-9]");
        long runs = count(other, "SELECT count(*) FROM job_executions");
        await().atMost(SOON).until(() -> count(other, "SELECT count(*) FROM job_executions") > runs);
        assertBooksAreRight(other);
    }

    @Test
    @Order(3)
    void aStandbyIsNoServerToWorkWith() throws Exception {
        one.rejoin(other);
        ManagedDataSource pool = new DatabaseConfig(
                        one.url(MigratedPostgres.DATABASE), PostgresProcess.USER, "", Duration.minutes(30))
                .pool(1)
                .build(new MetricRegistry(), "standby");
        try {
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
        } finally {
            pool.stop();
        }
    }

    /** The API's connections are all in use by requests that wait for a lock. */
    @Test
    @Order(4)
    void aLeaseIsTakenWhileTheApiHasNoConnectionLeft() throws Exception {
        String before = redis.get(Keys.LEASE_STOP_WATCHER);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> crowd = new ArrayList<>();
        for (int n = 0; n < 32; n++) {
            crowd.add(new Thread(() -> askUntil(over)));
        }
        try {
            book(other).useTransaction(handle -> {
                handle.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
                crowd.forEach(Thread::start);
                await().atMost(SOON).until(this::apiIsExhausted);
                redis.incrBy(Keys.fence(Keys.LEASE_STOP_WATCHER), 1_000); // so that the holder can't renew it
                redis.del(Keys.LEASE_STOP_WATCHER);
                await().atMost(SOON).until(() -> {
                    String now = redis.get(Keys.LEASE_STOP_WATCHER);
                    return now != null && !now.equals(before);
                });
            });
        } finally {
            over.set(true);
        }
        for (Thread each : crowd) {
            each.join();
        }
    }

    private boolean apiIsExhausted() throws Exception {
        return Pattern.compile("touchline_database_connections_waiting\\{pool=\"api\"} [1-9]")
                .matcher(node.admin("/metrics"))
                .find();
    }

    /** Runs last, as it stops the node. */
    @Test
    @Order(5)
    void aNodeThatStopsHandsItsLeaseOverBeforeItsLastAnswerAndFailsNoRequest() throws Exception {
        Queue<String> answers = new ConcurrentLinkedQueue<>();
        AtomicInteger taken = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> traders = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            traders.add(new Thread(() -> tradeUntil(over, answers, taken)));
        }
        traders.forEach(Thread::start);
        await().atMost(SOON).until(() -> taken.get() > 10);
        CompletableFuture<TestNode.Answer> slow = new CompletableFuture<>();
        CompletableFuture<Boolean> wasSlower = new CompletableFuture<>();
        Thread stopping = new Thread(this::stopNode);
        book(other).useTransaction(handle -> {
            handle.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
            slow.completeAsync(() -> get("/v1/orders"));
            await().atMost(SOON).until(() -> waiting(other) >= 1);
            stopping.start();
            await().atMost(SOON).until(() -> !redis.exists(Keys.LEASE_STOP_WATCHER));
            wasSlower.complete(!slow.isDone());
        });
        stopping.join();
        over.set(true);
        for (Thread each : traders) {
            each.join();
        }

        assertThat(wasSlower.join())
                .as("the lease was released while a request was in progress")
                .isTrue();
        assertThat(slow.join().status()).isEqualTo(200);
        assertThat(answers).allSatisfy(answer -> assertThat(answer).matches("201|503|refused"));
        try (Flusher flusher = new Flusher(redis, book(other), 1_000)) {
            flusher.drain(SOON);
        }
        assertThat(orders(other)).isEqualTo(acknowledged + taken.get());
        assertThat(count(other, "SELECT count(*) FROM outbox_dead_letters")).isZero();
    }

    private void tradeUntil(AtomicBoolean over, Queue<String> answers, AtomicInteger taken) {
        while (!over.get()) {
            try {
                int status = buy().status();
                taken.addAndGet(status == 201 ? 1 : 0);
                answers.add(Integer.toString(status));
            } catch (ConnectException
                    | IllegalArgumentException portIsClosed) { // the latter where it is already forgotten
                answers.add("refused");
                return;
            } catch (Exception e) {
                answers.add(e.toString());
                return;
            }
        }
    }

    private void askUntil(AtomicBoolean over) {
        while (!over.get()) {
            get("/v1/orders");
        }
    }

    private TestNode.Answer get(String path) {
        try {
            return node.as("alice", "GET", path, null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void stopNode() {
        try {
            node.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long waiting(PostgresProcess server) {
        return count(
                server,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM orders WHERE user_id%'"
                        + " AND pid <> pg_backend_pid()");
    }

    private void order(String side, int quantity, int status) throws Exception {
        TestNode.Answer answer = node.as(
                "alice",
                "POST",
                "/v1/orders",
                "{\"instrumentId\":\"1\",\"side\":\"" + side + "\",\"quantity\":" + quantity + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        acknowledged++;
    }

    private TestNode.Answer counted(TestNode.Answer answer) {
        acknowledged += answer.status() == 201 ? 1 : 0;
        return answer;
    }

    private TestNode.Answer buy() throws Exception {
        return node.as("alice", "POST", "/v1/orders", "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}");
    }

    private String open(@Nullable String stopLoss) throws Exception {
        TestNode.Answer answer = node.as(
                "alice",
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":10,\"leverage\":5"
                        + (stopLoss == null ? "" : ",\"stopLoss\":\"" + stopLoss + "\"") + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private TestNode.Answer position(String id) throws Exception {
        return node.as("alice", "GET", "/v1/positions/" + id, null);
    }

    private boolean sent(String event, String rule) {
        return alerts.stream()
                .anyMatch(alert ->
                        alert.contains("\"event\":\"" + event + "\"") && alert.contains("\"rule\":\"" + rule + "\""));
    }

    private void assertBooksAreRight(PostgresProcess server) throws Exception {
        AuditReport report = new Audit(redis, book(server)).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(count(server, "SELECT count(*) FROM outbox_dead_letters")).isZero();
    }

    private static long orders(PostgresProcess server) {
        return count(server, "SELECT count(*) FROM orders");
    }

    private static long count(PostgresProcess server, String sql) {
        return book(server)
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static Jdbi book(PostgresProcess server) {
        return Jdbi.create(server.url(MigratedPostgres.DATABASE), PostgresProcess.USER, "");
    }
}
