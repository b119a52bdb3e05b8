package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.AlertSource;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobCatalogue;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.TestStores;

/** A receiver that is away, slow or odd, and a sender that is killed. */
final class WebhookTest extends WebhookSetup {
    @Test
    void aReceiverThatWasAwayGetsTheMessagesUnderTheSameIdsAndInOrder() throws Exception {
        receiver.answers(exchange -> exchange.sendResponseHeaders(500, -1));
        long alert = alertToTell();
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "INSERT INTO job_alert_deliveries (alert_id, event) VALUES (?, 'closed')", alert));
        start();
        await().atMost(SOON).until(() -> receiver.received().size() >= 3);
        assertThat(cluster.text("SELECT last_error FROM job_alert_deliveries WHERE event = 'opened'"))
                .isEqualTo("it answered 500");
        receiver.answers(exchange -> exchange.sendResponseHeaders(200, -1));
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NOT NULL AND last_error IS NULL")
                        == 2);
        List<Receiver.Message> received = receiver.received();
        assertThat(received.subList(0, received.size() - 1)).allSatisfy(one -> {
            assertThat(one.event()).isEqualTo("opened");
            assertThat(one.delivery()).isEqualTo(received.get(0).delivery());
        });
        assertThat(received.get(received.size() - 1).event()).isEqualTo("closed");
    }

    @Test
    void anAlertIsSentWhileTheDatabaseIsAwayAndClosedWhenItIsBack(TestStores stores) throws Exception {
        DatabaseThatGoesAway database = new DatabaseThatGoesAway(stores.dataSource());
        AlertSource knowsWithout = new AlertSource() {
            @Override
            public String on() {
                return "behind";
            }

            @Override
            public List<Condition> now() {
                return List.of();
            }

            @Override
            public Optional<List<Condition>> nowWithoutDatabase() {
                return Optional.of(List.of(new Condition("stream", "it is behind")));
            }
        };
        Alerting sends = new Alerting(
                Jdbi.create(database.dataSource()),
                new AlertRules(
                        List.of(
                                rule("behind", null),
                                rule(AlertRules.DATABASE_UNAVAILABLE, Duration.ofMillis(300)),
                                rule("node-lost", null)),
                        List.of(knowsWithout),
                        new JobCatalogue(List.of())),
                new Webhook(receiver.address(), AlertingSetup.SECRET),
                QuickAlerts.TIMING);
        alerting = sends;
        receiver.answers(
                exchange -> exchange.sendResponseHeaders(receiver.received().size() == 1 ? 500 : 204, -1));
        database.goAway(3_600);
        sends.start();

        await().atMost(SOON).until(() -> receiver.received().size() == 3); // the first one twice
        database.goAway(0);
        await().atMost(SOON).until(() -> receiver.received().size() == 5);

        List<Receiver.Message> messages = receiver.received();
        assertThat(messages.get(1).delivery()).isEqualTo(messages.get(0).delivery());
        assertThat(messages.subList(1, 5))
                .extracting(WebhookTest::words)
                .containsExactlyInAnyOrder(
                        "opened behind stream", "opened database-unavailable database",
                        "closed behind stream", "closed database-unavailable database");
        assertThat(messages.get(4).event()).isEqualTo("closed");
        assertThat(cluster.count("SELECT count(*) FROM job_alerts")).isZero();
    }

    private static String words(Receiver.Message message) {
        try {
            JsonNode alert = message.json().path("alert");
            return message.event() + " " + alert.path("rule").asText() + " "
                    + alert.path("subject").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AlertRule rule(String on, @Nullable Duration over) {
        return new AlertRule(on, on, List.of(), over, null, null, Severity.CRITICAL);
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
            assertThat(elsewhere.received()).isEmpty();
        }
        Webhook webhook = new Webhook(URI.create("https://example.org/T0/path-that-is-a-secret"), AlertingSetup.SECRET);
        assertThat(webhook.toString()).isEqualTo("Webhook[example.org]");
        assertThatThrownBy(() -> new Webhook(URI.create("https://user:pw@example.org/"), AlertingSetup.SECRET))
                .hasMessage("ALERT_WEBHOOK_URL must be http(s)://HOST[:PORT]/PATH, without a user");
        assertThatThrownBy(() -> new Webhook(URI.create("https://example.org/"), "short"))
                .hasMessageStartingWith("ALERT_WEBHOOK_SECRET must have at least 16 bytes");
    }

    /** The node is killed when the receiver has the request, and before it has the answer. */
    @Test
    void aMessageOfAKilledNodeIsSentAgainUnderTheSameId(TestStores stores) throws Exception {
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
            assertThat(receiver.received()).hasSize(2);
            assertThat(receiver.received().get(1).delivery())
                    .isEqualTo(receiver.received().get(0).delivery());
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
}
