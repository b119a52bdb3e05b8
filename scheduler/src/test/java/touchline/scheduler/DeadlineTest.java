package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.TouchlineJob;
import touchline.scheduler.watch.ThreadStarvation;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** On nodes with one thread, so that it shows who holds it. */
@ExtendWith(StoresExtension.class)
final class DeadlineTest {
    private static final JobName SLOW = JobName.of("test/slow");
    private static final JobName NEXT = JobName.of("test/next");
    private static final Duration SOON = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @BeforeEach
    void begin(TestStores mine) {
        stores = mine;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void aRunPastItsDeadlineIsInterruptedItsThreadIsFreeAndItIsTriedAgain() throws Exception {
        JobPlatform node = start(run -> {
            if (run.attempt() == 1) {
                new CountDownLatch(1).await();
            }
            return JobReport.done();
        });
        awaitOutcomes("slow", "TIMED_OUT SUCCEEDED");
        node.request(NEXT, "n", Instant.now(), Map.of());
        awaitOutcomes("next", "SUCCEEDED");
        assertThat(cluster.text("SELECT reason FROM job_executions WHERE outcome = 'TIMED_OUT'"))
                .isEqualTo("it took longer than its deadline of 2 s");
        assertThat(
                        cluster.count(
                                "SELECT count(*) FROM job_executions WHERE outcome = 'TIMED_OUT' AND interrupt_honoured_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void aRunThatIgnoresItsInterruptIsReportedOnceWithItsStack() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        start(run -> {
            if (run.attempt() == 1) {
                deafTo(letGo);
            }
            return JobReport.done();
        });
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT reason FROM job_executions WHERE outcome = 'RUNNING'")
                        .startsWith(
                                "it took longer than its deadline of 2 s; it has ignored that for 300 ms, and is at "));
        await().atMost(SOON)
                .until(() ->
                        cluster.count("SELECT count(*) FROM job_execution_log WHERE message LIKE '%deafTo%'") >= 1);
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_execution_log WHERE message LIKE '%has ignored%'")
                        == 1);
        letGo.countDown();
        awaitOutcomes("slow", "TIMED_OUT SUCCEEDED");
    }

    /** The driver hears no interrupt; the statement's own limit ends it, and then the thread is free. */
    @Test
    void aRunThatWaitsForTheDatabaseIsReportedAndTimesOutWhenItsStatementEnds() throws Exception {
        JobPlatform node = start(run -> {
            if (run.attempt() == 1) {
                cluster.book().useTransaction(handle -> {
                    handle.execute("SET LOCAL statement_timeout = 8000");
                    handle.execute("SELECT pg_sleep(60)");
                });
            }
            return JobReport.done();
        });
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT reason FROM job_executions WHERE outcome = 'RUNNING'")
                        .contains("has ignored"));
        awaitOutcomes("slow", "TIMED_OUT SUCCEEDED");
        node.request(NEXT, "n", Instant.now(), Map.of());
        awaitOutcomes("next", "SUCCEEDED");
    }

    @Test
    void aNodeWithNoThreadFreeWhileWorkIsDueIsReportedWithTheRunsThatHoldThem() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        JobDefinition holding = JobDefinition.named(SLOW).runs(run -> {
            letGo.await();
            return JobReport.done();
        });
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), new MovableClock(), 1, holding, next()));
        node.request(SLOW, "s", Instant.now(), Map.of());
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_executions") == 1);
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> node.repairs().starved().isEmpty());
        node.request(NEXT, "n", Instant.now(), Map.of());
        await().atMost(SOON).until(() -> !node.repairs().starved().isEmpty());
        List<ThreadStarvation> starved = node.repairs().starved();
        assertThat(starved).hasSize(1);
        assertThat(starved.get(0).node()).isEqualTo(node.identity().node());
        assertThat(starved.get(0).due()).isEqualTo(1);
        assertThat(starved.get(0).held()).extracting(ThreadStarvation.Hold::job).containsExactly("test/slow");
        letGo.countDown();
        await().atMost(SOON).until(() -> node.repairs().starved().isEmpty());
        awaitOutcomes("next", "SUCCEEDED");
    }

    private static void deafTo(CountDownLatch letGo) {
        for (boolean over = false; !over; ) {
            try {
                letGo.await();
                over = true;
            } catch (InterruptedException e) {
                // that is the point
            }
        }
    }

    private JobPlatform start(TouchlineJob job) throws Exception {
        JobDefinition slow = JobDefinition.named(SLOW)
                .within(Duration.ofSeconds(2)) // a slow machine's next attempt must succeed in it
                .retried(Retry.times(2, Duration.ofMillis(100), Duration.ofMillis(100)))
                .runs(job);
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), new MovableClock(), 1, slow, next()));
        node.request(SLOW, "s", Instant.now(), Map.of());
        return node;
    }

    private static JobDefinition next() {
        return JobDefinition.named(NEXT).runs(run -> JobReport.done());
    }

    private void awaitOutcomes(String job, String outcomes) {
        await().atMost(SOON)
                .until(() -> cluster.text(
                                "SELECT string_agg(outcome, ' ' ORDER BY id) FROM job_executions WHERE job_name = '"
                                        + job + "'")
                        .equals(outcomes));
    }
}
