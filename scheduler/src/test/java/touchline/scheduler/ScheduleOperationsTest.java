package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.ScheduleOperations;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Operators' overrides of schedules. */
@ExtendWith(StoresExtension.class)
final class ScheduleOperationsTest {
    private static final JobName BEATING = JobName.of("test/beating");
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

    private JobDefinition beating(Duration every) {
        return JobDefinition.named(BEATING).on(new Schedule.Every(every)).runs(run -> {
            beats.incrementAndGet();
            return JobReport.done();
        });
    }

    @Test
    void anOverriddenScheduleOutlivesRestartsUntilItIsTakenBack() throws Exception {
        JobPlatform first = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() == 1);
        first.operations()
                .schedules()
                .override(BEATING, new Schedule.Every(Duration.ofMillis(200)), false, ATTRIBUTION);
        await().atMost(SOON).until(() -> beats.get() > 4);
        first.stop();
        int stopped = beats.get();
        JobPlatform second = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() > stopped + 4);
        second.operations().schedules().restore(BEATING, ATTRIBUTION);
        assertThat(cluster.count("SELECT repeat_interval FROM qrtz_simple_triggers"))
                .isEqualTo(3_600_000);
        assertThat(second.operations().schedules().restore(BEATING, ATTRIBUTION))
                .isInstanceOf(CommandResult.Refused.class);
    }

    /** The run reads its trigger before the override changes it, and sets its next time after that. */
    @Test
    void aJobThatTimesItselfKeepsAScheduleThatWasOverriddenWhileItsRunEnded() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        JobPlatform node = cluster.start(JobDefinition.named(BEATING)
                .on(new Schedule.SelfTimed(Duration.ofHours(1)))
                .runs(run -> {
                    beats.incrementAndGet();
                    end.await();
                    return JobReport.done().nextRunIn(Duration.ofMinutes(30));
                }));
        await().atMost(SOON).until(() -> beats.get() == 1);
        Thread override = new Thread(() -> node.operations()
                .schedules()
                .override(BEATING, new Schedule.Every(Duration.ofMillis(300)), false, ATTRIBUTION));
        try (Handle lock = cluster.book().open()) {
            lock.begin();
            lock.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            override.start();
            awaitSessionsAtTheLock(1);
            end.countDown();
            awaitSessionsAtTheLock(2);
            lock.rollback();
        }
        override.join();
        await().atMost(SOON).until(() -> beats.get() > 5);
    }

    /** One operator overrides the schedule and waits for the lock; another restores it meanwhile. */
    @Test
    void aScheduleThatIsRestoredWhileItsOverrideWaitsIsTheDeclaredOne() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() == 1);
        ScheduleOperations schedules = node.operations().schedules();
        Thread override = new Thread(
                () -> schedules.override(BEATING, new Schedule.Every(Duration.ofMinutes(5)), false, ATTRIBUTION));
        try (Handle lock = cluster.book().open()) {
            lock.begin();
            lock.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            override.start();
            awaitSessionsAtTheLock(1);
            assertThat(schedules.restore(BEATING, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
            lock.rollback();
        }
        override.join();
        assertThat(cluster.count("SELECT count(*) FROM job_schedule_overrides")).isZero();
        assertThat(cluster.count("SELECT repeat_interval FROM qrtz_simple_triggers"))
                .isEqualTo(3_600_000);
    }

    @Test
    void ofTwoOperatorsWhoRestoreAScheduleAtOnceOneDoesAndTheOtherIsTold() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofHours(1)));
        ScheduleOperations schedules = node.operations().schedules();
        schedules.override(BEATING, new Schedule.Every(Duration.ofMinutes(5)), false, ATTRIBUTION);
        List<CompletableFuture<CommandResult<Schedule>>> both = new ArrayList<>();
        try (Handle lock = cluster.book().open()) {
            lock.begin();
            lock.execute("SELECT 1 FROM job_schedule_overrides FOR UPDATE");
            for (int n = 1; n <= 2; n++) {
                both.add(CompletableFuture.supplyAsync(() -> schedules.restore(BEATING, ATTRIBUTION)));
            }
            await().atMost(SOON).until(() -> cluster.count("""
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'DELETE FROM job_schedule_overrides%'
                    """) == 2);
            lock.rollback();
        }

        assertThat(List.of(both.get(0).get(), both.get(1).get()))
                .hasAtLeastOneElementOfType(CommandResult.Done.class)
                .hasAtLeastOneElementOfType(CommandResult.Refused.class);
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'restore-schedule'"))
                .isEqualTo(1);
    }

    private void awaitSessionsAtTheLock(int sessions) {
        await().atMost(SOON).until(() -> cluster.count("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%qrtz_locks%'
                        """) == sessions);
    }
}
