package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.repair.StuckTriggerReport;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Each fault is put into Quartz' tables by hand, as crashes and outages of the database have left it there (#95 #145 #635 #1516 #72 #638 #673 #48 #85). */
@ExtendWith(StoresExtension.class)
final class StuckTriggersTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName OTHER = JobName.of("test/other");
    private static final Actor ANN = new Actor("ann", "127.0.0.1");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicInteger beats = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

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

    @Test
    void whatErrsAgainAndAgainIsLeftToPeopleAndSaidSo() throws Exception {
        JobPlatform node = cluster.start(node());
        awaitBeats(2);
        for (int repairs = 1; repairs <= 3; repairs++) {
            setAside("ERROR");
            awaitRepair(repairs);
            awaitBeats(1);
        }
        setAside("ERROR");
        awaitStuck(
                node,
                one -> one.seenSince() != null && one.at() == null && one.will().startsWith("nothing more"));
        await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> repairs() == 3);
        assertThat(node.repairs().repairNow("test", "beating", ANN, "the cause is gone"))
                .isInstanceOf(CommandResult.Done.class);
        awaitBeats(2);
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE actor = 'ann' AND reason = 'the cause is gone'"))
                .isEqualTo(1);
    }

    @Test
    void aRunThatTakesLongAndWhatWaitsForItAreLetBe() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        JobPlatform node = cluster.start(Watchful.node(
                stores.dataSource(),
                JobDefinition.named(BEATING)
                        .on(new Schedule.Every(Duration.ofMillis(200)))
                        .exclusively()
                        .runs(run -> {
                            begun.countDown();
                            letGo.await();
                            return JobReport.done();
                        })));
        begun.await();
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> repairs() == 0);
        assertThat(node.repairs().stuck()).isEmpty();
        assertThat(node.repairs().repairNow("test", "beating", ANN, "impatience"))
                .isInstanceOf(CommandResult.Refused.class);
        assertThat(node.repairs().repairNow("test", "none", ANN, "a typo")).isInstanceOf(CommandResult.NotFound.class);
        letGo.countDown();
    }

    @Test
    void whatIsSeenIsToldWithItsRowsAndWhatWillBeDoneWhen() throws Exception {
        JobPlatform node = Cluster.node(stores.dataSource(), "patient", beating());
        cluster.start(node);
        awaitBeats(2);
        setAside("BLOCKED");
        awaitStuck(node, one -> true);
        StuckTriggerReport stuck = node.repairs().stuck().get(0);
        assertThat(stuck.kind()).isEqualTo(StuckTriggerReport.Kind.BLOCKED_BY_NOTHING);
        assertThat(stuck.job()).isEqualTo("test/beating");
        assertThat(stuck.will()).isEqualTo("set to fire");
        assertThat(stuck.at()).isAfterOrEqualTo(stuck.due().plusSeconds(60));
        assertThat(stuck.rows().toString()).contains("BLOCKED");
        assertThat(node.repairs().repairNow("test", "beating", ANN, "now")).isInstanceOf(CommandResult.Done.class);
        awaitBeats(2);
    }

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

    /** #48 #85. A request stays where it is seen, as nobody knows what was asked; a schedule is known. */
    @Test
    void triggersThatCanNotBeReadKeepNoOtherFromFiringNorFromBeingSweptAndSchedulesAreMadeAnew() throws Exception {
        AtomicInteger swept = new AtomicInteger();
        JobDefinition sweeping = JobDefinition.named(JobName.of("test/sweeping"))
                .on(new Schedule.Every(Duration.ofMillis(500)))
                .ifMissed(Misfire.WAIT_FOR_NEXT)
                .runs(run -> {
                    swept.incrementAndGet();
                    return JobReport.done();
                });
        JobDefinition asked = JobDefinition.named(OTHER).runs(run -> JobReport.done());
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), beating(), sweeping, asked));
        awaitBeats(2);
        for (int n = 0; n < 25; n++) {
            node.request(OTHER, "r" + n, Instant.now().plusSeconds(600), Map.of());
        }
        // Before they are due, lest some of them fire while they can still be read.
        inStore("DELETE FROM qrtz_simple_triggers WHERE trigger_group = 'test/other' AND trigger_name !~ '[123]$'");
        inStore("""
                UPDATE qrtz_triggers SET next_fire_time = 1, misfire_instr = CASE WHEN trigger_name < 'r2' THEN 4 ELSE -1 END,
                       job_data = CASE WHEN trigger_name LIKE '%1' THEN convert_to('a=\\uzzzz', 'UTF8')
                                       WHEN trigger_name LIKE '%2' THEN convert_to('touchline.attempt=many', 'UTF8') ELSE job_data END,
                       calendar_name = CASE WHEN trigger_name LIKE '%3' THEN 'missing' END
                WHERE job_name = 'other'
                """);
        inStore("DELETE FROM qrtz_simple_triggers WHERE trigger_name = 'beating'");
        // Past the threshold of Quartz' misfire handler, which alone can set it going again.
        inStore("""
                UPDATE qrtz_triggers SET next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 60000
                WHERE trigger_name = 'sweeping' AND trigger_state = 'WAITING'
                """);
        int then = swept.get();
        await().atMost(SOON).until(() -> swept.get() > then + 3);
        awaitBeats(3);
        // Twenty at a time.
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM qrtz_triggers WHERE job_name = 'other' AND trigger_state = 'ERROR'")
                        == 25);
        awaitStuck(
                node,
                one -> one.kind() == StuckTriggerReport.Kind.ERROR
                        && one.will().startsWith("nothing: it can't be read"));
        assertThat(
                        cluster.count(
                                "SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger' AND subject = 'test/beating'"))
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

    @Test
    void aRequestOfAJobThatNoNodeRunsOutlivesThatJobAndIsTold() throws Exception {
        JobPlatform newer = cluster.start(
                Watchful.node(stores.dataSource(), JobDefinition.named(OTHER).runs(run -> JobReport.done())));
        newer.request(OTHER, "r", Instant.now().plusSeconds(1), Map.of());
        newer.stop();
        JobPlatform older = cluster.start(node());
        awaitStuck(
                older,
                one -> one.kind() == StuckTriggerReport.Kind.NOBODYS
                        && one.name().equals("r"));
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'r'")
                        .equals("WAITING"));
    }

    private JobPlatform node() {
        return Watchful.node(stores.dataSource(), beating());
    }

    private JobDefinition beating() {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .exclusively()
                .runs(run -> {
                    beats.incrementAndGet();
                    return JobReport.done();
                });
    }

    /** As a crash would leave it: in a state, with no firing that accounts for it. Not while it runs, whose end would set it going. */
    private void setAside(String state) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(() -> cluster.book().inTransaction(handle -> {
                    handle.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
                    boolean runs = handle.select(
                                    "SELECT EXISTS (SELECT 1 FROM qrtz_fired_triggers WHERE state = 'EXECUTING')")
                            .mapTo(Boolean.class)
                            .one();
                    if (!runs) {
                        handle.execute("DELETE FROM qrtz_fired_triggers WHERE trigger_name = 'beating'");
                        handle.execute(
                                "UPDATE qrtz_triggers SET trigger_state = ? WHERE trigger_name = 'beating'", state);
                    }
                    return !runs;
                }));
    }

    private void inStore(String sql) {
        cluster.book().useTransaction(handle -> {
            handle.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            handle.execute(sql);
        });
    }

    private void awaitBeats(int more) {
        int then = beats.get();
        await().atMost(SOON).until(() -> beats.get() >= then + more);
    }

    private void awaitRepair(int count) {
        await().atMost(SOON).until(() -> repairs() == count);
    }

    private long repairs() {
        return cluster.count(
                "SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger' AND actor LIKE 'node:%'");
    }

    /** From the time that the trigger was due to its repair, by the database's clock. */
    private long repairedAfterMillis() {
        return cluster.count("""
                SELECT (extract(epoch FROM at) * 1000)::bigint - (before -> 'trigger' -> 0 ->> 'next_fire_time')::bigint
                FROM job_audit WHERE action = 'repair-stuck-trigger'
                """);
    }

    private static void awaitStuck(JobPlatform node, Predicate<StuckTriggerReport> what) {
        await().atMost(SOON).until(() -> {
            List<StuckTriggerReport> all = node.repairs().stuck();
            return all.stream().anyMatch(what);
        });
    }
}
