package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;
import touchline.stores.junit.ChildJvm;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.junit.ToolCheck;

/** What is told, to a receiver that is well, away, slow or odd. */
@ExtendWith(StoresExtension.class)
final class WebhookTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Receiver receiver;

    private @Nullable Alerting alerting;

    @BeforeEach
    void begin(TestStores stores) throws Exception {
        cluster = new Cluster(stores);
        receiver = new Receiver();
    }

    @AfterEach
    void end() throws Exception {
        if (alerting != null) {
            alerting.stop();
        }
        receiver.close();
    }

    @Test
    void whatIsToldIsSignedByWhoeverKnowsTheSecret() throws Exception {
        long alert = alertToTell();
        start();
        await().atMost(SOON).until(() -> receiver.told().size() == 1);
        Receiver.Told told = receiver.told().get(0);
        String seconds = told.signature().replaceAll("t=(\\d+),v1=.*", "$1");
        assertThat(told.signature()).isEqualTo("t=" + seconds + ",v1=" + hmac(seconds + "." + told.body()));
        assertThat(Math.abs(System.currentTimeMillis() / 1_000 - Long.parseLong(seconds)))
                .isLessThan(120);
        assertThat(told.json().fieldNames()).toIterable().containsExactly("delivery", "event", "alert");
        assertThat(told.json().path("delivery").asText()).isEqualTo(told.delivery());
        assertThat(told.json().path("alert").fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "rule",
                        "subject",
                        "severity",
                        "summary",
                        "occurrences",
                        "openedAt",
                        "lastSeenAt",
                        "closedAt");
        assertThat(told.json().path("alert").path("id").asText()).isEqualTo(Long.toString(alert));
        assertThat(told.json().path("alert").path("severity").asText()).isEqualTo("warning");
    }

    /** The page promises what a delivery looks like, and how to tell ours from others. */
    @Test
    void whatTheDocumentationSaysToReceiversHolds(@TempDir Path directory) throws Exception {
        alertToTell();
        start();
        await().atMost(SOON).until(() -> receiver.told().size() == 1);
        Receiver.Told told = receiver.told().get(0);
        String page = Files.readString(Path.of("../docs/alerts.md"));
        JsonNode example = new ObjectMapper().readTree(block(page, "json"));
        assertThat(told.json().fieldNames()).toIterable().containsExactlyElementsOf(names(example));
        assertThat(told.json().path("alert").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(names(example.path("alert")));

        Path script = Files.writeString(directory.resolve("check.py"), block(page, "python"));
        Path body = Files.writeString(directory.resolve("body"), told.body());
        Path forged =
                Files.writeString(directory.resolve("forged"), told.body().replace("\"warning\"", "\"critical\""));
        assumeThat(ToolCheck.shouldRun(runs("python3", "--version")))
                .as("python3 is there")
                .isTrue();
        assertThat(check(script, told.signature(), AlertingTest.SECRET, body)).isEqualTo("ok");
        assertThat(check(script, told.signature(), AlertingTest.SECRET, forged)).isEqualTo("forged");
        assertThat(check(script, told.signature(), "another secret of a webhook", body))
                .isEqualTo("forged");
    }

    @Test
    void aReceiverThatWasAwayIsToldWhenItIsBackUnderTheSameIdAndInOrder() throws Exception {
        receiver.answers(exchange -> exchange.sendResponseHeaders(500, -1));
        long alert = alertToTell();
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO job_alert_deliveries (alert_id, event) VALUES (?, 'closed')", alert));
        start();
        await().atMost(SOON).until(() -> receiver.told().size() >= 3);
        assertThat(cluster.text("SELECT last_error FROM job_alert_deliveries WHERE event = 'opened'"))
                .isEqualTo("it answered 500");
        receiver.answers(exchange -> exchange.sendResponseHeaders(200, -1));
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NOT NULL AND last_error IS NULL")
                        == 2);
        List<Receiver.Told> told = receiver.told();
        assertThat(told.subList(0, told.size() - 1)).allSatisfy(one -> {
            assertThat(one.event()).isEqualTo("opened");
            assertThat(one.delivery()).isEqualTo(told.get(0).delivery());
        });
        assertThat(told.get(told.size() - 1).event()).isEqualTo("closed");
    }

    @Test
    void aReceiverWhoseAnswerDripsIsHungUpOn() throws Exception {
        AtomicInteger dripped = new AtomicInteger();
        CountDownLatch hungUp = new CountDownLatch(1);
        receiver.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (dripped.incrementAndGet() < 600) {
                    body.write('.');
                    body.flush();
                    new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                }
            } catch (IOException gone) {
                hungUp.countDown();
            }
        });
        alertToTell();
        start();
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT coalesce(last_error, '') FROM job_alert_deliveries")
                        .equals("no whole answer within 2 s"));
        assertThat(hungUp.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(dripped).hasValueLessThan(200);
    }

    @Test
    void aRedirectIsNotFollowedAndNothingSecretIsWrittenDown() throws Exception {
        try (Receiver elsewhere = new Receiver()) {
            receiver.answers(exchange -> {
                exchange.getResponseHeaders()
                        .set("Location", elsewhere.address().toString());
                exchange.sendResponseHeaders(307, -1);
            });
            alertToTell();
            start();
            await().atMost(SOON)
                    .until(() -> cluster.text("SELECT coalesce(last_error, '') FROM job_alert_deliveries")
                            .equals("it answered 307"));
            assertThat(elsewhere.told()).isEmpty();
        }
        Webhook webhook = new Webhook(URI.create("https://example.org/T0/path-that-is-a-secret"), AlertingTest.SECRET);
        assertThat(webhook.toString()).isEqualTo("Webhook[example.org]");
        assertThatThrownBy(() -> new Webhook(URI.create("https://user:pw@example.org/"), AlertingTest.SECRET))
                .hasMessage("ALERT_WEBHOOK_URL must be http(s)://HOST[:PORT]/PATH, without a user");
        assertThatThrownBy(() -> new Webhook(URI.create("https://example.org/"), "short"))
                .hasMessageStartingWith("ALERT_WEBHOOK_SECRET must have at least 16 bytes");
    }

    /** The node is killed when the receiver has the request, and before it has the answer. */
    @Test
    void whatANodeWasTellingWhenItWasKilledIsToldAgainUnderTheSameId(TestStores stores) throws Exception {
        alertToTell();
        CompletableFuture<Process> sender = new CompletableFuture<>();
        CountDownLatch killed = new CountDownLatch(1);
        receiver.answers(exchange -> {
            if (killed.getCount() > 0) {
                sender.join().destroyForcibly().waitFor();
                killed.countDown();
            } else {
                exchange.sendResponseHeaders(204, -1);
            }
        });
        sender.complete(new ProcessBuilder(ChildJvm.command(
                        AlertSender.class,
                        stores.databaseUrl(),
                        stores.user(),
                        stores.password(),
                        receiver.address().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
        try {
            assertThat(killed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.count("SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NULL"))
                    .isEqualTo(1);
            start();
            await().atMost(SOON)
                    .until(() ->
                            cluster.count("SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NOT NULL")
                                    == 1);
            assertThat(receiver.told()).hasSize(2);
            assertThat(receiver.told().get(1).delivery())
                    .isEqualTo(receiver.told().get(0).delivery());
        } finally {
            sender.join().destroyForcibly().waitFor();
        }
    }

    @Test
    void afterADayItIsGivenUpAndThatIsShown() throws Exception {
        receiver.answers(exchange -> exchange.sendResponseHeaders(404, -1));
        long alert = alertToTell();
        cluster.book()
                .useHandle(handle -> handle.execute("UPDATE job_alerts SET opened_at = now() - interval '25 hours'"));
        Alerting telling = start();
        await().atMost(SOON)
                .until(() -> telling.alerts().find(alert).orElseThrow().deliveries().stream()
                        .anyMatch(delivery ->
                                delivery.givenUpAt() != null && "it answered 404".equals(delivery.lastError())));
    }

    private long alertToTell() {
        return cluster.book().inTransaction(handle -> {
            long alert = handle.select("""
                            INSERT INTO job_alerts (rule, subject, severity, summary)
                            VALUES ('failure', 'test/asked', 'WARNING', 'it failed: “why”') RETURNING id
                            """).mapTo(Long.class).one();
            handle.execute("INSERT INTO job_alert_deliveries (alert_id, event) VALUES (?, 'opened')", alert);
            return alert;
        });
    }

    private Alerting start() {
        Alerting telling = new Alerting(
                cluster.book(),
                new AlertRules(List.of(), List.of(), new JobCatalogue(List.of())),
                new Webhook(receiver.address(), AlertingTest.SECRET),
                QuickAlerts.TIMING);
        alerting = telling;
        telling.start();
        return telling;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The first block of code of a language. */
    private static String block(String page, String language) {
        String fence = "```" + language + "\n";
        int from = page.indexOf(fence) + fence.length();
        return page.substring(from, page.indexOf("```", from));
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static String check(Path script, String signature, String secret, Path body) throws Exception {
        Process process = new ProcessBuilder("python3", script.toString(), signature, secret)
                .redirectInput(body.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(AlertingTest.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
