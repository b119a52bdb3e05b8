package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.alert.Alert;
import touchline.scheduler.alert.Alerting;
import touchline.scheduler.alert.Alerts;
import touchline.scheduler.alert.rule.AlertRule;
import touchline.scheduler.alert.rule.AlertRules;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.job.TouchlineJob;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class FailOverTest {
    private static final JobName ASKED = JobName.of("test/asked");
    private static final JobName BEATING = JobName.of("test/beating");
    /** The 3 s that are promised are measured by the benchmark of jobs and by {@code -Pchaos}; here it counts that it happens. */
    private static final Duration AT_MOST = Duration.ofMinutes(3);

    static JobDefinition asked(TouchlineJob job) {
        return JobDefinition.named(ASKED).recovered().retried(Retry.UNTIL_DONE).runs(job);
    }

    static JobDefinition beating(TouchlineJob job) {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(500)))
                .exclusively()
                .runs(job);
    }

    /** Both jobs are in the middle of a run, the beating one exclusively, when their node is killed. */
    @Test
    void whatANodeWasDoingWhenItWasKilledGoesOnElsewhereAndIsAlerted(TestStores stores, @TempDir Path directory)
            throws Exception {
        Path begun = directory.resolve("begun");
        ForkedNode victim = nodeToKill(stores, begun);
        Cluster cluster = new Cluster(stores);
        Alerting alerting = null;
        try {
            victim.await(() -> cluster.count("SELECT count(*) FROM job_executions") > 0);
            CompletableFuture<JobRun> takenUp = new CompletableFuture<>();
            CompletableFuture<JobRun> beat = new CompletableFuture<>();
            JobDefinition here = asked(run -> {
                takenUp.complete(run);
                return JobReport.done();
            });
            requestOf(stores, begun);
            cluster.start(here, beating(run -> {
                beat.complete(run);
                return JobReport.done();
            }));
            await().atMost(AT_MOST).until(() -> cluster.count("""
                            SELECT count(*) FROM job_executions
                            WHERE node = 'begun' AND outcome = 'RUNNING' AND job_name = 'beating'
                            """) == 1);
            assertThat(takenUp).isNotDone();
            assertThat(beat).as("the other node holds the exclusive job").isNotDone();
            AlertRule lost = new AlertRule("lost", "lost", List.of(), null, null, null, Severity.WARNING);
            AlertRule nodeLost =
                    new AlertRule("node-lost", "node-lost", List.of(), null, null, null, Severity.CRITICAL);
            alerting = new Alerting(
                    cluster.book(),
                    new AlertRules(
                            List.of(lost, nodeLost),
                            List.of(),
                            new JobCatalogue(List.of(here, beating(run -> JobReport.done())))),
                    null,
                    QuickAlerts.TIMING);
            alerting.start();
            victim.kill();
            assertThat(withinLimit(takenUp).required("what")).isEqualTo("this");
            withinLimit(beat);
            await().atMost(AT_MOST).until(() -> cluster.count("""
                            SELECT count(*) FROM job_executions WHERE node = 'begun' AND outcome = 'LOST'
                            """) == 2);
            awaitAlerts(alerting.alerts(), cluster);
            assertThat(cluster.count("""
                            SELECT count(DISTINCT scheduled_at) FROM job_executions WHERE job_name = 'asked'
                            """)).isEqualTo(1);
            assertThat(cluster.text("""
                            SELECT concat_ws(' ', r.node <> 'begun', r.recovering, l.node, l.outcome, r.fired_at >= l.fired_at)
                            FROM job_executions r JOIN job_executions l ON l.id = r.follows WHERE r.job_name = 'asked'
                            """)).isEqualTo("t t begun LOST t");
        } finally {
            victim.kill();
            if (alerting != null) {
                alerting.stop();
            }
            cluster.stop();
        }
    }

    /** The runs that were lost are alerted until their jobs succeed, and the node until it is long gone. */
    private static void awaitAlerts(Alerts alerts, Cluster cluster) {
        await().atMost(AT_MOST)
                .untilAsserted(() -> assertThat(alerts.recent(null, 10))
                        .extracting(alert -> alert.rule() + " " + alert.subject())
                        .containsExactlyInAnyOrder("lost test/asked", "lost test/beating", "node-lost begun"));
        assertThat(alerts.recent(null, 10))
                .filteredOn(alert -> alert.rule().equals("node-lost"))
                .allSatisfy(alert -> assertThat(alert.summary()).startsWith("begun is dead: "));
        await().atMost(AT_MOST)
                .untilAsserted(
                        () -> assertThat(alerts.open()).extracting(Alert::rule).containsExactly("node-lost"));
        cluster.book()
                .useHandle(handle -> handle.execute("UPDATE job_nodes SET died_at = died_at - interval '1 hour'"));
        await().atMost(AT_MOST).untilAsserted(() -> assertThat(alerts.open()).isEmpty());
    }

    /** Quartz keeps the name of the request through one recovery only. */
    @Test
    void aRequestOutlivesTwoNodesAndAFailure(TestStores stores, @TempDir Path directory) throws Exception {
        Path begun = directory.resolve("first");
        Path begunAgain = directory.resolve("second");
        ForkedNode first = nodeToKill(stores, begun);
        ForkedNode second = null;
        Cluster cluster = new Cluster(stores);
        try {
            first.await(() -> cluster.count("SELECT count(*) FROM job_executions") > 0);
            requestOf(stores, begun);
            second = nodeToKill(stores, begunAgain);
            second.await(() ->
                    cluster.count("SELECT count(*) FROM qrtz_scheduler_state WHERE instance_name = 'second'") == 1);
            first.kill();
            await().atMost(AT_MOST).until(() -> Files.exists(begunAgain));
            CompletableFuture<JobRun> done = new CompletableFuture<>();
            cluster.start(asked(run -> {
                if (run.attempt() == 1) {
                    throw new IllegalStateException("once more");
                }
                done.complete(run);
                return JobReport.done();
            }));
            second.kill();
            assertThat(withinLimit(done).required("what")).isEqualTo("this");
            await().atMost(AT_MOST)
                    .until(() -> cluster.count("SELECT count(*) FROM qrtz_triggers WHERE job_name = 'asked'") == 0);
            assertThat(
                            cluster.text(
                                    "SELECT string_agg(DISTINCT trigger_name, ' ') FROM job_executions WHERE job_name = 'asked'"))
                    .isEqualTo("r");
        } finally {
            first.kill();
            if (second != null) {
                second.kill();
            }
            cluster.stop();
        }
    }

    static ForkedNode nodeToKill(TestStores stores, Path begun) throws IOException {
        return ForkedNode.start(
                NodeToKill.class, stores, begun.resolveSibling(begun.getFileName() + ".log"), begun.toString());
    }

    /** Asks in the store, by a node that never fires, until the one to kill has begun. */
    static void requestOf(TestStores stores, Path begun) throws Exception {
        JobPlatform asking = Cluster.node(stores.dataSource(), "asking", asked(run -> JobReport.done()));
        asking.request(ASKED, "r", Instant.now(), Map.of("what", "this"));
        await().atMost(AT_MOST).until(() -> Files.exists(begun));
        asking.stop();
    }

    private static <T> T withinLimit(CompletableFuture<T> event)
            throws InterruptedException, ExecutionException, TimeoutException {
        return event.get(AT_MOST.toMillis(), TimeUnit.MILLISECONDS);
    }
}
