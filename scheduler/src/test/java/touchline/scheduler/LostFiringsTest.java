package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;

/** Recoveries that stand still, and jobs that are no longer in the store. */
final class LostFiringsTest extends StuckTriggersSetup {
    private final AtomicInteger others = new AtomicInteger();

    /** #673: what is being recovered is put there paused, and nothing resumes it. */
    @Test
    void aStalePauseOfWhatIsRecoveredIsLifted() throws Exception {
        JobDefinition asked = JobDefinition.named(OTHER).recovered().runs(run -> {
            others.incrementAndGet();
            return JobReport.done();
        });
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), asked));
        node.request(OTHER, "r", Instant.now().plusSeconds(600), Map.of());
        cluster.book().useTransaction(handle -> {
            handle.execute("INSERT INTO qrtz_paused_trigger_grps VALUES ('touchline', 'RECOVERING_JOBS')");
            handle.execute("DELETE FROM qrtz_simple_triggers");
            handle.execute("""
                    UPDATE qrtz_triggers SET trigger_group = 'RECOVERING_JOBS', trigger_state = 'PAUSED', next_fire_time = 1, start_time = 1
                    """);
            handle.execute("INSERT INTO qrtz_simple_triggers VALUES ('touchline', 'r', 'RECOVERING_JOBS', 0, 0, 0)");
        });
        await().atMost(SOON).until(() -> others.get() == 1);
        assertThat(cluster.count("SELECT count(*) FROM qrtz_paused_trigger_grps"))
                .isZero();
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'lift-stale-pause'"))
                .isEqualTo(1);
    }

    @Test
    void whatFiredOnANodeThatIsNotAmongThoseThatCheckInIsRecoveredWithinSecondsForTheTimeItHad() throws Exception {
        List<Instant> scheduled = new CopyOnWriteArrayList<>();
        JobDefinition asked = JobDefinition.named(OTHER).recovered().runs(run -> {
            scheduled.add(run.scheduledFor());
            return JobReport.done();
        });
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), beating(), asked));
        awaitBeats(1);
        node.request(OTHER, "r", Instant.now().plusSeconds(600), Map.of());
        inStore("UPDATE qrtz_triggers SET trigger_state = 'COMPLETE', next_fire_time = -1 WHERE trigger_name = 'r'");
        inStore("""
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state,
                     job_name, job_group, is_nonconcurrent, requests_recovery)
                VALUES ('touchline', 'lost', 'r', 'test/other', 'gone', 1, 1234, 5, 'EXECUTING', 'other', 'test', false, true)
                """);
        await().atMost(SOON).until(() -> !scheduled.isEmpty());
        assertThat(scheduled).containsExactly(Instant.ofEpochMilli(1_234));
        assertThat(cluster.count("SELECT count(*) FROM qrtz_fired_triggers WHERE instance_name = 'gone'"))
                .isZero();
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'recover-orphans'"))
                .isEqualTo(1);
    }

    @Test
    void jobsAndTriggersTakenOutOfTheStoreArePutBack() throws Exception {
        cluster.start(node());
        awaitBeats(2);
        cluster.book().useTransaction(handle -> {
            handle.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            handle.execute("DELETE FROM qrtz_simple_triggers");
            handle.execute("DELETE FROM qrtz_triggers");
            handle.execute("DELETE FROM qrtz_job_details");
        });
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_audit WHERE action = 'put-back-job'") == 1);
        awaitBeats(2);
    }
}
