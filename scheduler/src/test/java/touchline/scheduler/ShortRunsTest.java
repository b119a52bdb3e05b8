package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.ledger.RunStart;
import touchline.scheduler.ledger.ShortRunRepository;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The history of runs whose start is kept with their firing until they end. */
@ExtendWith(StoresExtension.class)
@NullUnmarked
final class ShortRunsTest {
    private static final JobName JOB = JobName.of("test/short");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Instant FIRED = Instant.parse("2026-05-01T12:00:01Z");

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
    void aRunThatGoesOnIsInTheHistoryBeforeItsEndAndKeepsItsRow() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        JobPlatform node = cluster.start(
                JobDefinition.named(JOB).within(Duration.ofMinutes(5)).runs(run -> {
                    goesOn.await();
                    return JobReport.of("rows", 3);
                }));
        requestAfterTheFirst(node);
        String row = "SELECT outcome || ' ' || cause || ' ' || (parameters ->> 'n') || ' ' || (deadline_at - fired_at)"
                + " FROM job_executions WHERE trigger_name = 'r'";
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE trigger_name = 'r'") == 1);
        assertThat(cluster.count(
                        "SELECT count(*) FROM qrtz_fired_triggers WHERE trigger_name = 'r' AND run IS NOT NULL"))
                .as("its firing had its start")
                .isEqualTo(1);
        assertThat(cluster.text(row)).isEqualTo("RUNNING REQUEST 7 00:05:00");
        long id = cluster.count("SELECT id FROM job_executions WHERE trigger_name = 'r'");
        goesOn.countDown();
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'") == 2);
        assertThat(cluster.text(row)).isEqualTo("SUCCEEDED REQUEST 7 00:05:00");
        assertThat(cluster.count(
                        "SELECT id FROM job_executions WHERE trigger_name = 'r' AND (counts ->> 'rows')::int = 3"))
                .isEqualTo(id);
    }

    /** A node's first acquisition can take a request under the lock, which writes the start at once. */
    private void requestAfterTheFirst(JobPlatform node) throws Exception {
        node.request(JOB, "first", Instant.now(), Map.of("n", "6"));
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE trigger_name = 'first'") == 1);
        node.request(JOB, "r", Instant.now(), Map.of("n", "7"));
    }

    @Test
    void theLogOfARunThatEndsAtOnceIsWritten() throws Exception {
        JobPlatform node = cluster.start(JobDefinition.named(JOB).runs(run -> {
            run.log("a line");
            return JobReport.done();
        }));
        requestAfterTheFirst(node);
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_execution_log l JOIN job_executions e ON e.id ="
                                + " l.execution_id AND e.log_lines = 1")
                        == 2);
    }

    @Test
    void theRunOfAFiringGetsItsRowOnceWhileItGoesOn() throws Exception {
        firing();
        cluster.book().useTransaction(handle -> {
            assertThat(ShortRunRepository.running(handle.getConnection(), List.of("f1", "f2")))
                    .containsExactly("f1");
            assertThat(ShortRunRepository.running(handle.getConnection(), List.of("f1")))
                    .isEmpty();
        });
        assertThat(cluster.text("SELECT concat_ws(' ', id, trigger_name, outcome, node) FROM job_executions"))
                .isEqualTo("1000001 r RUNNING dead");
    }

    @Test
    void runsOfADeadNodeAreLostThoughTheyHadNoRow() throws Exception {
        firing();
        cluster.book()
                .useTransaction(
                        handle -> new RunHistoryRepository("finder").lost(handle.getConnection(), List.of("dead")));
        assertLost();
    }

    @Test
    void aRunThatRepeatsALostOneNamesItThoughThatEndedAfterAll() throws Exception {
        firing();
        cluster.book().useTransaction(handle -> {
            RunHistoryRepository finder = new RunHistoryRepository("finder");
            finder.lost(handle.getConnection(), List.of("dead"));
            handle.execute("UPDATE job_executions SET outcome = 'SUCCEEDED' WHERE lost_at IS NOT NULL");
            RunStart again = new RunStart(
                    "f2",
                    JOB,
                    "r",
                    RunCause.REQUEST,
                    null,
                    null,
                    1,
                    true,
                    Map.of(),
                    FIRED.minusSeconds(1),
                    FIRED,
                    null);
            finder.begun(handle.getConnection(), List.of(again));
        });
        assertThat(cluster.count("SELECT follows FROM job_executions WHERE fire_id = 'f2'"))
                .isEqualTo(1_000_001);
    }

    /** A node of an earlier version only marks the node as dead. */
    @Test
    void runsOfADeadNodeAreLostThoughANodeOfAnEarlierVersionFindsIt() throws Exception {
        firing();
        cluster.book().useHandle(handle -> {
            handle.execute("""
                    INSERT INTO job_nodes (node, host, pid, version, state, threads) VALUES ('dead', 'localhost', 1, 'any', 'FIRING', 1)
                    """);
            handle.execute("UPDATE job_nodes SET died_at = now(), found_dead_by = 'finder' WHERE node = 'dead'");
        });
        assertLost();
    }

    private void firing() {
        RunStart start = new RunStart(
                "f1",
                JOB,
                "r",
                RunCause.REQUEST,
                null,
                12L,
                2,
                false,
                Map.of("n", "7"),
                FIRED,
                FIRED,
                Duration.ofMinutes(5));
        cluster.book()
                .useHandle(handle -> handle.execute(
                        """
                                INSERT INTO qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time,
                                                                 priority, state, job_name, job_group, execution_id, run)
                                VALUES ('touchline', 'f1', 'r', 'test/short', 'dead', ?, ?, 5, 'EXECUTING', 'short', 'test', 1000001, ?)
                                """,
                        FIRED.toEpochMilli(),
                        FIRED.minusSeconds(1).toEpochMilli(),
                        ShortRunRepository.kept(start)));
    }

    private void assertLost() {
        assertThat(cluster.text("""
                SELECT concat_ws(' ', id, fire_id, job_group, job_name, trigger_name, cause, follows, attempt, parameters ->> 'n', lateness_ms,
                                 deadline_at - fired_at, outcome, reason)
                FROM job_executions WHERE lost_at IS NOT NULL
                """))
                .isEqualTo(
                        "1000001 f1 test short r REQUEST 12 2 7 1000 00:05:00 LOST its node dead no longer checked in;"
                                + " found by finder");
    }
}
