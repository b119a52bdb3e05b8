package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.market.audit.Audit;
import touchline.market.audit.AuditReport;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.PostgresProcess;
import touchline.stores.junit.MigratedPostgres;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Two servers of Postgres, a node over them, and what the tests of a fail-over ask and count. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PostgresFailOverSetup {
    static final Duration SOON = Duration.ofSeconds(90);

    /** Postgres is away for five minutes, and the limit is the usual one. */
    static final boolean LONG_ONE = System.getProperty("chaos") != null;

    final List<String> alerts = new CopyOnWriteArrayList<>();
    PostgresProcess one;
    PostgresProcess other;
    HttpServer webhook;
    RedisClient redis;
    TestNode node;
    int acknowledged;

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

    /** Sells what it has bought, so that no number of trades uses up the money. */
    void tradeUntil(AtomicBoolean over, Queue<String> answers, AtomicInteger taken) {
        boolean holds = false;
        while (!over.get()) {
            try {
                int status = trade(holds ? "SELL" : "BUY").status();
                taken.addAndGet(status == 201 ? 1 : 0);
                holds ^= status == 201;
                answers.add(Integer.toString(status));
            } catch (ConnectException
                    | IllegalArgumentException portIsClosed) { // the latter where it is already forgotten
                answers.add("refused");
                return;
            } catch (
                    IOException
                            closed) { // it was in the queue of the port when the port was closed: docs/clients.md has
                // it sent again
                answers.add("unanswered");
                return;
            } catch (Exception e) {
                answers.add(e.toString());
                return;
            }
        }
    }

    void askUntil(AtomicBoolean over) {
        while (!over.get()) {
            get("/v1/orders");
        }
    }

    TestNode.Answer get(String path) {
        try {
            return node.as("alice", "GET", path, null);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void stopNode() {
        try {
            node.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static long waiting(PostgresProcess server) {
        return count(
                server,
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FROM orders WHERE user_id%'"
                        + " AND pid <> pg_backend_pid()");
    }

    void order(String side, int quantity, int status) throws Exception {
        TestNode.Answer answer = node.as(
                "alice",
                "POST",
                "/v1/orders",
                "{\"instrumentId\":\"1\",\"side\":\"" + side + "\",\"quantity\":" + quantity + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        acknowledged++;
    }

    TestNode.Answer counted(TestNode.Answer answer) {
        acknowledged += answer.status() == 201 ? 1 : 0;
        return answer;
    }

    TestNode.Answer buy() throws Exception {
        return trade("BUY");
    }

    private TestNode.Answer trade(String side) throws Exception {
        return node.as(
                "alice", "POST", "/v1/orders", "{\"instrumentId\":\"1\",\"side\":\"" + side + "\",\"quantity\":1}");
    }

    String open(@Nullable String stopLoss) throws Exception {
        TestNode.Answer answer = node.as(
                "alice",
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":10,\"leverage\":5"
                        + (stopLoss == null ? "" : ",\"stopLoss\":\"" + stopLoss + "\"") + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    TestNode.Answer position(String id) throws Exception {
        return node.as("alice", "GET", "/v1/positions/" + id, null);
    }

    boolean sent(String event, String rule) {
        return alerts.stream()
                .anyMatch(alert ->
                        alert.contains("\"event\":\"" + event + "\"") && alert.contains("\"rule\":\"" + rule + "\""));
    }

    void assertBooksAreRight(PostgresProcess server) throws Exception {
        AuditReport report = new Audit(redis, book(server)).run();
        assertThat(report.ok()).as(report.toString()).isTrue();
        assertThat(count(server, "SELECT count(*) FROM outbox_dead_letters")).isZero();
    }

    static long orders(PostgresProcess server) {
        return count(server, "SELECT count(*) FROM orders");
    }

    static long count(PostgresProcess server, String sql) {
        return book(server)
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    static Jdbi book(PostgresProcess server) {
        return Jdbi.create(server.url(MigratedPostgres.DATABASE), PostgresProcess.USER, "");
    }
}
