package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.mail.MailChannel;
import touchline.scheduler.alert.mail.MailSettings;
import touchline.scheduler.operation.CommandResult;

/** Which alerts reach the receiver, and how often. */
final class AlertDeliveriesTest extends AlertingSetup {
    @Test
    void manyNodesThatLookAtOnceOpenOneAlertAndTellItOnce() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Webhook webhook = new Webhook(receiver.address(), SECRET);
            List<Alerts> all = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                all.add(alerting(webhook, List.of(rule("failure")), asked).alerts());
            }
            JobPlatform node = cluster.start(asked);
            for (int n = 0; n < 20; n++) {
                request(node, "r" + n);
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(all.get(0).open())
                            .singleElement()
                            .satisfies(alert -> assertThat(alert.occurrences()).isEqualTo(20)));
            fails.set(false);
            request(node, "good");
            closed(all.get(3), all.get(0).recent(null, 1).get(0));
            await().atMost(SOON).until(() -> receiver.received().size() >= 2);
            assertThat(receiver.received()).extracting(Receiver.Message::event).containsExactly("opened", "closed");
            assertThat(cluster.count("SELECT count(*) FROM job_alerts")).isEqualTo(1);
        }
    }

    @Test
    void anAlertIsMailedWhenItOpensAndWhenItCloses() throws Exception {
        GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
        mails.start();
        try {
            MailChannel channel = new MailChannel(new MailSettings(
                    "127.0.0.1",
                    mails.getSmtp().getPort(),
                    MailSettings.Security.NONE,
                    null,
                    "touchline@example.com",
                    List.of("ann@example.com")));
            Alerts alerts = alerting(channel, List.of(rule("failure")), asked).alerts();
            JobPlatform node = cluster.start(asked);
            request(node, "1");
            Alert opened = opened(alerts, "failure", "test/asked");
            fails.set(false);
            request(node, "good");
            closed(alerts, opened);
            await().atMost(SOON).until(() -> mails.getReceivedMessages().length == 2);
            assertThat(mails.getReceivedMessages()[0].getSubject())
                    .startsWith("[Touchline] Warning: test/asked failed")
                    .contains("the feed is away");
            assertThat(mails.getReceivedMessages()[1].getSubject()).startsWith("[Touchline] Resolved: test/asked");
            assertThat(alerts.find(opened.id()).orElseThrow().deliveries())
                    .extracting(Alerts.Delivery::channel)
                    .containsExactly("email", "email");
        } finally {
            mails.stop();
        }
    }

    @Test
    void aSilencedAlertSendsNothingUntilTheSilenceIsOver() throws Exception {
        try (Receiver receiver = new Receiver()) {
            receiver.answers(exchange -> exchange.sendResponseHeaders(503, -1));
            Alerts alerts = alerting(new Webhook(receiver.address(), SECRET), List.of(rule("failure")), asked)
                    .alerts();
            JobPlatform node = cluster.start(asked);
            request(node, "1");
            Alert opened = opened(alerts, "failure", "test/asked");
            Instant until = Instant.now()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plusSeconds(3600)
                    .plusNanos(1_999);
            for (int times = 0; times < 2; times++) {
                assertThat(alerts.silence(opened.id(), until, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
            }
            assertThat(
                            cluster.text(
                                    "SELECT actor || ' ' || action || ' ' || reason FROM job_audit WHERE actor NOT LIKE 'node:%'"))
                    .isEqualTo("alice silence-alert known");
            // After a manual close it opens again, as silent as before, at the next failure.
            assertThat(alerts.close(opened.id(), ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
            assertThat(alerts.close(opened.id(), ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
            request(node, "2");
            Alert again = opened(alerts, "failure", "test/asked");
            assertThat(again.id()).isGreaterThan(opened.id());
            assertThat(again.silencedBy()).isEqualTo("alice");
            // A delivery that began before may still arrive. It fails, and would be repeated within a second.
            AtomicInteger last = new AtomicInteger();
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> {
                int size = receiver.received().size();
                return last.getAndSet(size) == size;
            });
            receiver.answers(exchange -> exchange.sendResponseHeaders(200, -1));
            alerts.silence(again.id(), Instant.now(), ATTRIBUTION);
            assertThat(cluster.text("SELECT action FROM job_audit WHERE actor = 'alice' ORDER BY id DESC LIMIT 1"))
                    .isEqualTo("unsilence-alert");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(receiver.received())
                            .anySatisfy(received -> assertThat(received.json()
                                            .path("alert")
                                            .path("id")
                                            .asText())
                                    .isEqualTo(Long.toString(again.id()))));
            assertThat(alerts.find(again.id()).orElseThrow().deliveries())
                    .extracting(Alerts.Delivery::event)
                    .containsExactly("opened");
            assertThat(alerts.find(-1)).isEmpty();
            assertThat(alerts.silence(-1, Instant.now(), ATTRIBUTION)).isInstanceOf(CommandResult.NotFound.class);
        }
    }

    @Test
    void anAcknowledgedAlertBelongsToItsOperatorUntilItIsAssigned() throws Exception {
        Alerts alerts = alerting(null, List.of(rule("failure")), asked).alerts();
        request(cluster.start(asked), "1");
        Alert opened = opened(alerts, "failure", "test/asked");
        assertThat(opened.care().acknowledgedBy()).isNull();

        assertThat(alerts.acknowledge(opened.id(), ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        assertThat(alerts.open()).singleElement().satisfies(alert -> {
            assertThat(alert.care().acknowledgedBy()).isEqualTo("alice");
            assertThat(alert.care().acknowledgedAt()).isNotNull();
            assertThat(alert.care().assignedTo()).isEqualTo("alice");
        });
        for (int times = 0; times < 2; times++) { // what changes nothing is not audited
            alerts.assign(opened.id(), "ben", ATTRIBUTION);
            assertThat(alerts.acknowledge(opened.id(), ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        }
        assertThat(alerts.open().get(0).care().assignedTo())
                .as("not taken away")
                .isEqualTo("ben");
        alerts.assign(opened.id(), null, ATTRIBUTION);
        alerts.assign(opened.id(), null, ATTRIBUTION);
        assertThat(alerts.open().get(0).care().assignedTo()).isNull();
        assertThat(
                        cluster.text(
                                "SELECT string_agg(action || ' ' || subject, ', ' ORDER BY id) FROM job_audit WHERE actor = 'alice'"))
                .isEqualTo("acknowledge-alert alert/%1$d, assign-alert alert/%1$d, assign-alert alert/%1$d"
                        .formatted(opened.id()));

        alerts.close(opened.id(), ATTRIBUTION);
        assertThat(alerts.acknowledge(opened.id(), ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        assertThat(alerts.assign(opened.id(), "ben", ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        assertThat(alerts.acknowledge(-1, ATTRIBUTION)).isInstanceOf(CommandResult.NotFound.class);
    }
}
