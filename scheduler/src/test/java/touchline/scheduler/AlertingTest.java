package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.Severity;

/** Alerts of runs that fail. */
final class AlertingTest extends AlertingSetup {
    @Test
    void aFailureIsReportedOnceHoweverOftenItHappensAndIsOverWhenARunSucceeds() throws Exception {
        Alerts alerts = alerting(null, List.of(rule("failure")), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        Alert opened = opened(alerts, "failure", "test/asked");
        assertThat(opened.summary())
                .startsWith("test/asked failed (run ")
                .endsWith("java.lang.IllegalStateException: the feed is away");
        assertThat(opened.severity()).isEqualTo(Severity.WARNING);
        request(node, "2");
        request(node, "3");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts.open()).singleElement().satisfies(alert -> {
                    assertThat(alert.id()).isEqualTo(opened.id());
                    assertThat(alert.occurrences()).isEqualTo(3);
                    assertThat(alert.lastSeenAt()).isAfter(opened.lastSeenAt());
                }));
        fails.set(false);
        request(node, "4");
        closed(alerts, opened);
        fails.set(true);
        request(node, "5");
        assertThat(opened(alerts, "failure", "test/asked").id()).isGreaterThan(opened.id());
    }

    @Test
    void aFailureThatIsCommittedAfterALaterOneIsCountedToo() throws Exception {
        Alerts alerts = alerting(null, List.of(rule("failure")), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        Alert opened = opened(alerts, "failure", "test/asked");

        cluster.book().useHandle(handle -> handle.execute("""
                        INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                        SELECT job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at - interval '1 millisecond', outcome
                        FROM job_executions WHERE outcome = 'FAILED'
                        """));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(alerts.open()).singleElement().satisfies(alert -> {
                    assertThat(alert.occurrences()).isEqualTo(2);
                    assertThat(alert.lastSeenAt()).isEqualTo(opened.lastSeenAt());
                }));
    }

    @Test
    void aRuleThatCountsWaitsUntilItHasHappenedThatOften() throws Exception {
        AlertRule often = new AlertRule(
                "failing-often", "failure", List.of("test/*"), null, 3, Duration.ofMinutes(1), Severity.CRITICAL);
        Alerts alerts = alerting(null, List.of(rule("failure"), often), asked).alerts();
        JobPlatform node = cluster.start(asked);
        request(node, "1");
        request(node, "2");
        opened(alerts, "failure", "test/asked");
        assertThat(alerts.open()).hasSize(1);
        request(node, "3");
        Alert opened = opened(alerts, "failing-often", "test/asked");
        assertThat(opened.occurrences()).isEqualTo(3);
        assertThat(opened.summary()).contains("3 times within 1 min");
        assertThat(alerts.open().get(0)).isEqualTo(opened); // the critical one first
    }
}
