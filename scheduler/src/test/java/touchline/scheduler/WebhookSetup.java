package touchline.scheduler;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Webhook;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.job.JobCatalogue;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A receiver, and one alert that it is to be sent. */
@ExtendWith(StoresExtension.class)
abstract class WebhookSetup {
    static final Duration SOON = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    Receiver receiver;

    @Nullable
    Alerting alerting;

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

    long alertToTell() {
        return cluster.book().inTransaction(handle -> {
            long alert = handle.select("""
                            INSERT INTO job_alerts (rule, subject, severity, summary)
                            VALUES ('failure', 'test/asked', 'WARNING', 'it failed: “why”') RETURNING id
                            """).mapTo(Long.class).one();
            handle.execute("INSERT INTO job_alert_deliveries (alert_id, event) VALUES (?, 'opened')", alert);
            return alert;
        });
    }

    Alerting start() {
        Alerting telling = new Alerting(
                cluster.book(),
                new AlertRules(List.of(), List.of(), new JobCatalogue(List.of())),
                new Webhook(receiver.address(), AlertingSetup.SECRET),
                QuickAlerts.TIMING);
        alerting = telling;
        telling.start();
        return telling;
    }
}
