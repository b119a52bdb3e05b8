package touchline.scheduler;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.repair.StuckTriggerReport;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Each fault is put into Quartz' tables by hand, as crashes and outages of the database have left it there (#95 #145 #635 #1516 #72 #638 #673 #48 #85). */
@ExtendWith(StoresExtension.class)
abstract class StuckTriggersSetup {
    static final JobName BEATING = JobName.of("test/beating");
    static final JobName OTHER = JobName.of("test/other");
    static final Actor ANN = new Actor("ann", "127.0.0.1");
    static final Duration SOON = Duration.ofSeconds(60);

    final AtomicInteger beats = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    TestStores stores;

    @BeforeEach
    void begin(TestStores mine) {
        stores = mine;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    JobPlatform node() {
        return Watchful.node(stores.dataSource(), beating());
    }

    JobDefinition beating() {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .exclusively()
                .runs(run -> {
                    beats.incrementAndGet();
                    return JobReport.done();
                });
    }

    /** As a crash would leave it: in a state, with no firing that accounts for it. Not while it runs, whose end would set it going. */
    void setAside(String state) {
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

    void inStore(String sql) {
        cluster.book().useTransaction(handle -> {
            handle.execute("SELECT 1 FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
            handle.execute(sql);
        });
    }

    void awaitBeats(int more) {
        int then = beats.get();
        await().atMost(SOON).until(() -> beats.get() >= then + more);
    }

    void awaitRepair(int count) {
        await().atMost(SOON).until(() -> repairs() == count);
    }

    long repairs() {
        return cluster.count(
                "SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger' AND actor LIKE 'node:%'");
    }

    static void awaitStuck(JobPlatform node, Predicate<StuckTriggerReport> what) {
        await().atMost(SOON).until(() -> {
            List<StuckTriggerReport> all = node.repairs().stuck();
            return all.stream().anyMatch(what);
        });
    }
}
