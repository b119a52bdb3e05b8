package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CatchUp;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Times that a pause has held back, when it ends. */
@ExtendWith(StoresExtension.class)
final class EndOfPauseTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName OTHER = JobName.of("test/other");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ATTRIBUTION =
            new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    private final AtomicInteger beats = new AtomicInteger();

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    private JobDefinition hourly(JobName name, Misfire misfire, AtomicInteger runs) {
        return JobDefinition.named(name)
                .on(new Schedule.Every(Duration.ofHours(1)))
                .ifMissed(misfire)
                .runs(run -> {
                    runs.incrementAndGet();
                    return JobReport.done();
                });
    }

    /** Quartz' misfire handler skips times of such jobs, after five seconds: those of a paused one are the operator's to decide. */
    @Test
    void timesOfAPausedJobWaitForTheOperatorAlsoIfItsPolicyIsToSkipThem() throws Exception {
        JobPlatform node = cluster.start(
                hourly(BEATING, Misfire.WAIT_FOR_NEXT, beats),
                hourly(OTHER, Misfire.WAIT_FOR_NEXT, new AtomicInteger()));
        await().atMost(SOON).until(() -> succeeded() == 2);
        node.operations().pause(BEATING, null, false, ATTRIBUTION);
        shift(Duration.ofHours(10));
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_misfires WHERE job_name = 'other'") == 1);

        int missed = node.operations().pauses().missed(BEATING);
        assertThat(missed).isBetween(9, 11);
        assertThat(cluster.count("SELECT count(*) FROM job_misfires WHERE job_name = 'beating'"))
                .isZero();
        node.operations().resume(BEATING, CatchUp.ALL, ATTRIBUTION);
        await().atMost(SOON).until(() -> beats.get() == 1 + missed);
    }

    /** The command waits for the lock on triggers, and a time passes. */
    @Test
    void aTimeThatPassesWhileAPauseEndsIsNotLost() throws Exception {
        JobPlatform node = cluster.start(hourly(BEATING, Misfire.RUN_ONCE_NOW, beats));
        await().atMost(SOON).until(() -> succeeded() == 1);
        node.operations().pause(BEATING, null, false, ATTRIBUTION);
        shift(Duration.ofHours(3).minusSeconds(2));
        Thread resume = new Thread(() -> node.operations().resume(BEATING, CatchUp.ALL, ATTRIBUTION));
        try (Handle lock = cluster.book().open()) {
            lock.begin();
            lock.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            resume.start();
            await().atMost(SOON).until(() -> cluster.count("""
                    SELECT count(*) FROM qrtz_triggers
                    WHERE trigger_name = 'beating' AND next_fire_time + 2 * 3600000 < extract(epoch FROM now()) * 1000
                    """) == 1);
            lock.rollback();
        }
        resume.join();
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM qrtz_triggers WHERE next_fire_time > extract(epoch FROM now()) * 1000")
                        == 1);
        await().atMost(SOON).until(() -> beats.get() == 4);
    }

    private long succeeded() {
        return cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'");
    }

    /** As if so much time had passed. */
    private void shift(Duration time) {
        cluster.book()
                .useHandle(handle -> handle.execute(
                        "UPDATE qrtz_triggers SET next_fire_time = next_fire_time - ?, start_time = start_time - ? WHERE job_group = 'test'",
                        time.toMillis(),
                        time.toMillis()));
    }
}
