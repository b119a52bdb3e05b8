package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.repair.StuckTriggerReport;

/** Triggers that are repaired and fire again. */
final class StuckTriggersTest extends StuckTriggersSetup {
    /** By the rules that nodes have, which take more than a minute; the other tests' are a hundred times as fast. */
    @Test
    @Tag("chaos")
    void aStuckTriggerIsRepairedWithin90SecondsOfItsTime() throws Exception {
        cluster.start(Cluster.node(stores.dataSource(), "patient", beating()));
        awaitBeats(2);
        setAside("BLOCKED");
        await().atMost(Duration.ofMinutes(3)).until(() -> repairs() == 1);
        assertThat(repairedAfterMillis()).isBetween(60_000L, 90_000L);
    }

    @Test
    void aTriggerIsNotRepairedBeforeItIsOverdue() throws Exception {
        cluster.start(node());
        awaitBeats(2);
        setAside("BLOCKED");
        awaitRepair(1);
        assertThat(repairedAfterMillis()).isGreaterThan(Watchful.QUICK.overdue().toMillis());
    }

    @Test
    void whatIsAcquiredByNobodyFiresAgainAndIsRepairedOnceThoughTwoNodesLook() throws Exception {
        cluster.start(node());
        cluster.start(node());
        awaitBeats(2);
        setAside("ACQUIRED");
        awaitRepair(1);
        awaitBeats(2);
        assertThat(cluster.text("""
                        SELECT concat_ws(' ', actor LIKE 'node:%', subject, before -> 'trigger' -> 0 ->> 'trigger_state', after ->> 'state')
                        FROM job_audit WHERE action = 'repair-stuck-trigger'
                        """)).isEqualTo("t test/beating ACQUIRED WAITING");
    }

    @Test
    void whatItsNodeHasForgottenThatItAcquiredFiresAgain() throws Exception {
        JobPlatform node = cluster.start(node());
        awaitBeats(2);
        setAside("ACQUIRED");
        inStore("""
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state)
                VALUES ('touchline', 'forgotten', 'beating', 'test', '%s', 1, 1, 5, 'ACQUIRED')
                """.formatted(node.identity().node()));
        awaitRepair(1);
        awaitBeats(2);
        assertThat(cluster.count("SELECT count(*) FROM qrtz_fired_triggers WHERE entry_id = 'forgotten'"))
                .isZero();
    }

    @Test
    void whatIsBlockedByNoRunFiresAgain() throws Exception {
        cluster.start(node());
        awaitBeats(2);
        setAside("BLOCKED");
        awaitRepair(1);
        awaitBeats(2);
    }

    @Test
    void whatWasPausedAndBlockedStaysPausedUntilAnOperatorOrdersOtherwise() throws Exception {
        JobPlatform node = cluster.start(node());
        awaitBeats(2);
        setAside("PAUSED_BLOCKED");
        awaitRepair(1);
        awaitStuck(node, one -> one.kind() == StuckTriggerReport.Kind.PAUSED_FROM_OUTSIDE && one.at() == null);
        assertThat(node.repairs().repairNow("test", "beating", ANN, "nobody knows who paused it"))
                .isInstanceOf(CommandResult.Done.class);
        awaitBeats(2);
    }

    /** The class that the store names is rewritten from the catalogue. */
    @Test
    void whatIsInErrorFiresAgain() throws Exception {
        cluster.start(node());
        awaitBeats(2);
        inStore("UPDATE qrtz_job_details SET job_class_name = 'gone.in.the.deploy.Job' WHERE job_name = 'beating'");
        setAside("ERROR");
        awaitRepair(1);
        awaitBeats(2);
        assertThat(cluster.text("SELECT job_class_name FROM qrtz_job_details WHERE job_name = 'beating'"))
                .endsWith(".ExclusiveDispatcher");
    }

    /** Its run by an operator goes on: set to fire, the schedule would run beside it and take its fence away. */
    @Test
    void whatIsInErrorWaitsForTheRunOfAnExclusiveJobThatGoesOn() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean isLong = new AtomicBoolean();
        CountDownLatch letGo = new CountDownLatch(1);
        JobPlatform node = Cluster.node(
                stores.dataSource(),
                "patient",
                JobDefinition.named(BEATING)
                        .on(new Schedule.Every(Duration.ofMillis(200)))
                        .exclusively()
                        .runs(run -> {
                            runs.incrementAndGet();
                            beats.incrementAndGet();
                            if (isLong.get()) {
                                letGo.await();
                            }
                            return JobReport.done();
                        }));
        cluster.start(node);
        awaitBeats(2);
        setAside("ERROR");
        isLong.set(true);
        int before = runs.get();
        node.operations().trigger(BEATING, Map.of(), new Attribution(ANN, "one run by hand"));
        await().atMost(SOON).until(() -> runs.get() == before + 1);
        awaitStuck(node, one -> one.kind() == StuckTriggerReport.Kind.ERROR);

        assertThat(node.repairs().repairNow("test", "beating", ANN, "it can be read again"))
                .isInstanceOf(CommandResult.Done.class);

        assertThat(cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'beating'"))
                .isEqualTo("BLOCKED");
        assertThat(runs).hasValue(before + 1);
        letGo.countDown();
        awaitBeats(3);
    }

    /** From the time that the trigger was due to its repair, by the database's clock. */
    private long repairedAfterMillis() {
        return cluster.count("""
                SELECT (extract(epoch FROM at) * 1000)::bigint - (before -> 'trigger' -> 0 ->> 'next_fire_time')::bigint
                FROM job_audit WHERE action = 'repair-stuck-trigger'
                """);
    }
}
