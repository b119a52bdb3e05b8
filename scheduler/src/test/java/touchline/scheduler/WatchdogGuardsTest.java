package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The conditions that a repair waits for. */
@ExtendWith(StoresExtension.class)
final class WatchdogGuardsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRIGGER_LOCK = "SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE";

    private final AtomicInteger beats = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    private String node = "";

    @BeforeEach
    void begin(TestStores given) throws Exception {
        stores = given;
        cluster = new Cluster(stores);
        JobPlatform started = cluster.start(Watchful.node(
                stores.dataSource(),
                JobDefinition.named(JobName.of("test/beating"))
                        .on(new Schedule.Every(Duration.ofMillis(200)))
                        .exclusively()
                        .runs(run -> {
                            beats.incrementAndGet();
                            return JobReport.done();
                        })));
        node = started.identity().node();
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
        assertThat(cluster.count("""
                        SELECT (extract(epoch FROM (SELECT at FROM job_audit WHERE action = 'repair-stuck-trigger')
                                                   - (SELECT at FROM job_audit WHERE action = 'set-aside')) * 1000)::bigint
                        """))
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
            holder.setAutoCommit(false);
            await().pollInterval(Duration.ofMillis(20)).atMost(SOON).until(() -> {
                holder.createStatement().execute(TRIGGER_LOCK);
                boolean runs = cluster.book().withHandle(WatchdogGuardsTest::runs);
                if (runs) {
                    holder.rollback();
                }
                return !runs;
            });
            cluster.book().useTransaction(handle -> leave(handle, "BLOCKED", "SELECT 1"));
            await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> repairs() == 0);
            holder.rollback();
        }
        await().atMost(SOON).until(() -> repairs() == 1);
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
