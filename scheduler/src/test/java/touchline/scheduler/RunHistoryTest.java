package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.FencedException;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** What is written down of a run. */
@ExtendWith(StoresExtension.class)
final class RunHistoryTest {
    private static final JobName JOB = JobName.of("test/job");
    private static final Duration SOON = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void whatARunSaysIsSeenWhileItGoesOnAndWhatItLogsTooAndNoMoreThanAThousandLines() throws Exception {
        // An application that ran in this process may have left a higher level behind.
        ((Logger) LoggerFactory.getLogger("some.library")).setLevel(Level.WARN);
        CountDownLatch letGo = new CountDownLatch(1);
        JobPlatform node = cluster.start(JobDefinition.named(JOB).runs(run -> {
            run.progress(40, "two of five");
            run.log("<script>hello\0</script>");
            LoggerFactory.getLogger("some.library").warn("through {}", "SLF4J");
            letGo.await();
            for (int n = 0; n < 1_500; n++) {
                run.log("line " + n);
            }
            return JobReport.of("done", 5).saying("all five");
        }));
        node.request(JOB, "r", Instant.now(), Map.of());
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_execution_log") == 2);
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT percent || ' ' || progress || ' ' || outcome FROM job_executions")
                        .equals("40 two of five RUNNING"));
        assertThat(cluster.text(
                        "SELECT string_agg(level || ' ' || message, '; ' ORDER BY line) FROM job_execution_log"))
                .isEqualTo("INFO <script>hello </script>; WARN through SLF4J");
        letGo.countDown();
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_execution_log") == 1_000);
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT result FROM job_executions").equals("all five"));
        assertThat(cluster.count("SELECT log_lines FROM job_executions")).isEqualTo(1_502);
    }

    @Test
    void attemptsOfOneRunAreAChainAndTellWhenTheNextIs() throws Exception {
        cluster.start(JobDefinition.named(JOB)
                .on(new Schedule.Every(Duration.ofHours(1)))
                .retried(Retry.times(3, Duration.ofMillis(200), Duration.ofSeconds(1)))
                .runs(run -> {
                    throw new IllegalStateException("attempt " + run.attempt());
                }));
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'") == 3);
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_executions a JOIN job_executions b ON b.follows = a.id
                        WHERE b.attempt = a.attempt + 1 AND a.next_attempt_at IS NOT NULL AND b.fired_at >= a.finished_at
                        """)).isEqualTo(2);
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE next_attempt_at IS NULL"))
                .isEqualTo(1);
        assertThat(cluster.text("SELECT string_agg(DISTINCT cause, ' ') FROM job_executions"))
                .isEqualTo("SCHEDULE");
        assertThat(cluster.text("SELECT error FROM job_executions WHERE attempt = 3"))
                .contains("IllegalStateException: attempt 3")
                .contains("RunHistoryTest");
    }

    /** Two runs of one exclusive job at once, as a node that was taken for dead makes them. */
    @Test
    void anEffectOfARunWhoseSuccessorHasBegunIsRefusedAndThatIsWrittenDown() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        JobPlatform node = cluster.start(JobDefinition.named(JOB).exclusively().runs(run -> {
            if (run.required("n").equals("1")) {
                first.countDown();
                second.await();
            }
            cluster.book().useTransaction(run.fence()::guard);
            second.countDown();
            return JobReport.done();
        }));
        node.request(JOB, "1", Instant.now(), Map.of("n", "1"));
        first.await();
        // What Quartz does to the triggers of a node that it has given up.
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE qrtz_triggers SET trigger_state = 'WAITING' WHERE trigger_state = 'BLOCKED'"));
        node.request(JOB, "2", Instant.now(), Map.of("n", "2"));
        await().atMost(SOON).until(() -> {
            cluster.book()
                    .useHandle(
                            handle -> handle.execute(
                                    "UPDATE qrtz_triggers SET trigger_state = 'WAITING' WHERE trigger_state = 'BLOCKED' AND trigger_name = '2'"));
            return cluster.count("SELECT count(*) FROM job_executions WHERE outcome IN ('SUCCEEDED', 'FAILED')") == 2;
        });
        assertThat(cluster.text("SELECT outcome FROM job_executions WHERE trigger_name = '2'"))
                .isEqualTo("SUCCEEDED");
        assertThat(cluster.text("SELECT fenced FROM job_executions WHERE trigger_name = '1'"))
                .contains("an effect of test/job was refused");
        assertThat(cluster.text("SELECT error FROM job_executions WHERE trigger_name = '1'"))
                .contains(FencedException.class.getName());
        assertThat(cluster.count("SELECT count(DISTINCT fence) FROM job_executions"))
                .isEqualTo(2);
    }

    @Test
    void historyIsLetGoOfWhenItIsOldAndFailuresLater() throws Exception {
        cluster.book().useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, outcome, scheduled_at, fired_at, finished_at)
                SELECT 'test', 'job', 'job', o, now() - a, now() - a, now() - a
                FROM unnest(ARRAY['SUCCEEDED', 'FAILED']) AS o, unnest(ARRAY['1 hour', '3 days', '100 days']::interval[]) AS a
                """));
        RetentionRepository retention = new RetentionRepository(
                cluster.book(),
                new RetentionRepository.Period(Duration.ofDays(1), Duration.ofDays(30), Duration.ofDays(300)));
        assertThat(retention.runs(Instant.now())).isEqualTo(3);
        assertThat(cluster.text("SELECT string_agg(outcome, ' ' ORDER BY fired_at DESC, outcome) FROM job_executions"))
                .isEqualTo("FAILED SUCCEEDED FAILED");
        assertThat(retention.runs(Instant.now()) + retention.records(Instant.now()))
                .isZero();
    }

    @Test
    void theCanaryRuns() throws Exception {
        cluster.start(PlatformJobs.with(
                        new RetentionRepository(
                                cluster.book(),
                                new RetentionRepository.Period(
                                        Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1))),
                        () -> 0)
                .toArray(JobDefinition[]::new));
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_name = 'canary' AND outcome = 'SUCCEEDED'")
                        >= 1);
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE lateness_ms < 0"))
                .as("fired before its time")
                .isZero();
    }
}
