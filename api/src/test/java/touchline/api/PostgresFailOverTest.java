package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.ManagedDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import touchline.api.config.DatabaseConfig;
import touchline.market.key.Keys;
import touchline.market.outbox.Backlog;
import touchline.market.outbox.Flusher;
import touchline.stores.PostgresProcess;
import touchline.stores.junit.MigratedPostgres;

/** A Postgres that goes away, and one that fails over to its standby, under a node that is never started again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresFailOverTest extends PostgresFailOverSetup {
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
            new Backlog(redis, Duration.ofSeconds(1)).enforce();
        }
        await().atMost(SOON)
                .until(() -> counted(buy()).body().path("reason").asText().equals("book-behind"));
        assertThat(node.as("alice", "POST", "/v1/positions/" + kept + "/close", "{}")
                        .status())
                .isEqualTo(200);
        await().atMost(SOON).until(() -> sent("opened", "database-unavailable") && sent("opened", "book-behind"));
        if (LONG_ONE) {
            Thread.sleep(Duration.ofMinutes(4).toMillis());
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

        new Backlog(redis, Duration.ofMinutes(1)).enforce();
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
                        one.url(MigratedPostgres.DATABASE),
                        PostgresProcess.USER,
                        "",
                        io.dropwizard.util.Duration.minutes(30))
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
        assertThat(answers).allSatisfy(answer -> assertThat(answer).matches("201|503|refused|unanswered"));
        try (Flusher flusher = new Flusher(redis, book(other), 1_000)) {
            flusher.drain(SOON);
        }
        assertThat(orders(other)).isEqualTo(acknowledged + taken.get());
        assertThat(count(other, "SELECT count(*) FROM outbox_dead_letters")).isZero();
    }
}
