package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
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
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The conditions that a repair waits for. */
@ExtendWith(StoresExtension.class)
final class WatchdogGuardsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRIGGER_LOCK = "SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE";

    /** The advisory lock of repairs. */
    private static final long REPAIR_LOCK = 7_107_135_001L;

    private final AtomicInteger beats = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private JobPlatform platform;

    private String node = "";

    @BeforeEach
    void begin(TestStores given) throws Exception {
        stores = given;
        cluster = new Cluster(stores);
        platform = cluster.start(Watchful.node(
                stores.dataSource(),
                JobDefinition.named(JobName.of("test/beating"))
                        .on(new Schedule.Every(Duration.ofMillis(200)))
                        .exclusively()
                        .runs(run -> {
                            beats.incrementAndGet();
                            return JobReport.done();
                        })));
        node = platform.identity().node();
        await().atMost(SOON).until(() -> beats.get() >= 1);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void aTriggerThatIsLongOverdueIsRepairedOnlyAfterTwoSightings() {
        setAside("BLOCKED");
        await().atMost(SOON).until(() -> repairs() == 1);
        assertThat(millisToRepairFrom("action = 'set-aside'"))
                .isGreaterThanOrEqualTo(Watchful.QUICK.apart().toMillis());
    }

    @Test
    void aTriggerThatANodeHasJustAcquiredIsLeftToIt() {
        setAside("ACQUIRED", """
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state)
                VALUES ('touchline', 'held', 'beating', 'test', '%s', (extract(epoch FROM now()) * 1000)::bigint + 3600000, 1, 5, 'ACQUIRED')
                """.formatted(node));
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> repairs() == 0);
        cluster.book().useHandle(handle -> handle.execute("DELETE FROM qrtz_fired_triggers WHERE entry_id = 'held'"));
        await().atMost(SOON).until(() -> repairs() == 1);
    }

    @Test
    void aRepairWaitsForTheLockOnTriggers() throws Exception {
        try (Connection holder = stores.dataSource().getConnection()) {
            lockTriggersWhileNothingRuns(holder);
            cluster.book().useTransaction(handle -> leave(handle, "BLOCKED", "SELECT 1"));
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> repairs() == 0);
            holder.rollback();
        }
        await().atMost(SOON).until(() -> repairs() == 1);
    }

    @Test
    void aTriggerIsLeftToTheNodeThatRepairs() throws Exception {
        try (Connection holder = stores.dataSource().getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT pg_advisory_xact_lock(" + REPAIR_LOCK + ")");
            setAside("BLOCKED");
            assertThat(platform.repairs().repairNow("test", "beating", new Actor("ann", "127.0.0.1"), "now"))
                    .isInstanceOf(CommandResult.Refused.class);
            assertThat(repairs()).isZero();
            holder.rollback();
        }
        await().atMost(SOON).until(() -> repairs() == 1);
    }

    @Test
    void aTriggerThatAnotherNodeHasRepairedRecentlyIsLeftAlone() {
        setAside("BLOCKED", """
                INSERT INTO job_audit (at, actor, action, subject, before, after)
                VALUES (clock_timestamp() + interval '2 s', 'node:other', 'repair-stuck-trigger', 'test/beating',
                        '{"trigger": [{"trigger_state": "BLOCKED"}]}', '{"trigger": "test.beating"}')
                """);
        await().atMost(SOON).until(() -> repairs() == 2);
        assertThat(millisToRepairFrom("actor = 'node:other'"))
                .isGreaterThanOrEqualTo(Watchful.QUICK.apart().toMillis());
    }

    /** The repair that waits for the lock finds another trigger than it has seen. The changed one is new, and is repaired after two sightings of its own. */
    @Test
    void aTriggerThatChangesBeforeItsRepairIsNotRepaired() throws Exception {
        try (Connection holder = stores.dataSource().getConnection()) {
            lockTriggersWhileNothingRuns(holder);
            cluster.book().useTransaction(handle -> leave(handle, "BLOCKED", "SELECT 1"));
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(SOON)
                    .until(() -> cluster.count("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                                    + " AND (classid::bigint << 32 | objid::bigint) = " + REPAIR_LOCK)
                            == 1);
            holder.createStatement().execute("UPDATE qrtz_triggers SET next_fire_time = next_fire_time - 1000");
            holder.createStatement()
                    .execute("INSERT INTO job_audit (at, actor, action, subject)"
                            + " VALUES (clock_timestamp(), 'test', 'change-trigger', 'test/beating')");
            holder.commit();
        }
        await().atMost(SOON).until(() -> repairs() == 1);
        assertThat(millisToRepairFrom("action = 'change-trigger'"))
                .isGreaterThanOrEqualTo(Watchful.QUICK.apart().toMillis());
    }

    /** From an audited moment to the start of the node's repair, by the database's clock. */
    private long millisToRepairFrom(String moment) {
        return cluster.count("""
                SELECT (extract(epoch FROM (SELECT at FROM job_audit
                                            WHERE action = 'repair-stuck-trigger' AND actor = 'node:%s')
                                           - (SELECT at FROM job_audit WHERE %s)) * 1000)::bigint
                """.formatted(node, moment));
    }

    private void setAside(String state) {
        setAside(state, "SELECT 1");
    }

    /** Leaves the trigger in a state without a run, an hour late. */
    private void setAside(String state, String also) {
        await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(() -> cluster.book().inTransaction(handle -> {
                    handle.execute(TRIGGER_LOCK);
                    boolean runs = runs(handle);
                    if (!runs) {
                        leave(handle, state, also);
                    }
                    return !runs;
                }));
    }

    private void lockTriggersWhileNothingRuns(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        await().pollInterval(Duration.ofMillis(20)).atMost(SOON).until(() -> {
            holder.createStatement().execute(TRIGGER_LOCK);
            boolean runs = cluster.book().withHandle(WatchdogGuardsTest::runs);
            if (runs) {
                holder.rollback();
            }
            return !runs;
        });
    }

    private static boolean runs(Handle handle) {
        return handle.select("SELECT EXISTS (SELECT 1 FROM qrtz_fired_triggers WHERE state = 'EXECUTING')")
                .mapTo(Boolean.class)
                .one();
    }

    private static void leave(Handle handle, String state, String also) {
        handle.execute("DELETE FROM qrtz_fired_triggers WHERE trigger_name = 'beating'");
        handle.execute("""
                UPDATE qrtz_triggers
                SET trigger_state = ?, next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 3600000
                WHERE trigger_name = 'beating'
                """, state);
        handle.execute(also);
        handle.execute("""
                INSERT INTO job_audit (at, actor, action, subject) VALUES (clock_timestamp(), 'test', 'set-aside', 'test/beating')
                """);
    }

    private long repairs() {
        return cluster.count("SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger'");
    }
}
