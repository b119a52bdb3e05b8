package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.AlertChannel;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.operation.Attribution;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Alerting over a cluster whose job fails until a test lets it succeed. */
@ExtendWith(StoresExtension.class)
abstract class AlertingSetup {
    static final JobName ASKED = JobName.of("test/asked");
    static final Duration SOON = Duration.ofSeconds(60);
    static final Attribution ATTRIBUTION = new Attribution(new Actor("alice", "127.0.0.1"), "known");
    static final String SECRET = "a secret of a webhook";

    final List<Alerting> started = new ArrayList<>();
    final AtomicBoolean fails = new AtomicBoolean(true);
    final JobDefinition asked = JobDefinition.named(ASKED).runs(run -> {
        if (fails.get()) {
            throw new IllegalStateException("the feed is away\nand more");
        }
        return JobReport.done();
    });

    @SuppressWarnings("NullAway.Init")
    Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        for (Alerting alerting : started) {
            alerting.stop();
        }
        cluster.stop();
    }

    static AlertRule rule(String on) {
        return new AlertRule(on, on, List.of(), null, null, null, Severity.WARNING);
    }

    Alerting alerting(@Nullable AlertChannel channel, List<AlertRule> rules, JobDefinition... jobs) {
        return start(new Alerting(
                cluster.book(),
                new AlertRules(rules, List.of(), new JobCatalogue(List.of(jobs))),
                channel,
                QuickAlerts.TIMING));
    }

    Alerting start(Alerting alerting) {
        started.add(alerting);
        alerting.start();
        return alerting;
    }

    static Alert opened(Alerts alerts, String rule, String subject) {
        return await().atMost(SOON)
                .until(
                        () -> alerts.open().stream()
                                .filter(alert -> alert.rule().equals(rule)
                                        && alert.subject().equals(subject))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    static void closed(Alerts alerts, Alert opened) {
        await().atMost(SOON)
                .until(() -> alerts.find(opened.id()).orElseThrow().alert().closedAt() != null);
    }

    static void request(JobPlatform node, String subject) throws Exception {
        assertThat(node.request(ASKED, subject, Instant.now(), Map.of())).isTrue();
    }
}
