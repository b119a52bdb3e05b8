package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.run.HeadStart;
import touchline.scheduler.store.ClusterJobStore;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** One-shots of the near future: nodes sleep until shortly before they are due, and acquire none ahead. */
@ExtendWith(StoresExtension.class)
final class HeadStartTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final JobName JOB = JobName.of("test/asked");

    @Test
    void aComingOneShotIsLeftToAllNodesAndOnlyWakesThem(TestStores stores) throws Exception {
        long due = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
        store(stores, due);
        ClusterJobStore node = OneShotStoreTest.store("one", stores.dataSource());
        List<OperableTrigger> alarm = node.acquireNextTriggers(due, 20, 0);

        assertThat(alarm)
                .singleElement()
                .satisfies(one -> assertThat(one.getNextFireTime().toInstant().toEpochMilli())
                        .isBetween(due - HeadStart.LENGTH.toMillis(), due));
        assertThat(node.triggersFired(alarm))
                .extracting(TriggerFiredResult::getTriggerFiredBundle)
                .containsOnlyNulls();
        node.releaseAcquiredTrigger(alarm.get(0));
        assertThat(count(stores, "SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'WAITING'"))
                .isEqualTo(1);
        assertThat(count(stores, "SELECT count(*) FROM qrtz_fired_triggers")).isZero();
        node.shutdown();
    }

    @Test
    void aNodeWithoutTriggersTakesNoLock(TestStores stores) throws Exception {
        ClusterJobStore node = OneShotStoreTest.store("one", stores.dataSource());
        String locks = "SELECT xmin::text || '/' || xmax::text FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS'";
        String before = text(stores, locks);
        assertThat(node.acquireNextTriggers(System.currentTimeMillis(), 20, 0)).isEmpty();
        assertThat(text(stores, locks)).isEqualTo(before);
        node.shutdown();
    }

    @Test
    void noRunBeginsBeforeItsTime(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        List<Duration> late = new CopyOnWriteArrayList<>();
        try {
            JobPlatform node = cluster.start(JobDefinition.named(JOB).runs(run -> {
                late.add(Duration.between(run.scheduledFor(), Instant.now()));
                return JobReport.done();
            }));
            Instant first = Instant.now().plusSeconds(1);
            List<String> names = new ArrayList<>();
            IntStream.range(0, 50).forEach(n -> names.add("r" + n));
            for (String name : names) {
                node.request(JOB, name, first.plusMillis(20L * names.indexOf(name)), Map.of());
            }
            await().atMost(SOON).until(() -> late.size() == names.size());
            assertThat(late).noneMatch(Duration::isNegative);
            await().atMost(SOON)
                    .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE finished_at IS NOT NULL")
                            >= names.size());
            assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE fired_at < scheduled_at"))
                    .isZero();
        } finally {
            cluster.stop();
        }
    }

    private static void store(TestStores stores, long due) {
        Jdbi.create(stores.dataSource()).useHandle(handle -> {
            handle.execute("""
                    INSERT INTO qrtz_job_details
                        (sched_name, job_name, job_group, job_class_name, is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                    VALUES ('touchline', 'shared', 'test', 'any', true, false, false, true)
                    """);
            handle.execute("""
                    INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time,
                                               priority, trigger_state, trigger_type, start_time, end_time, misfire_instr)
                    VALUES ('touchline', 'one', 'test/shared', 'shared', 'test', ?, -1, 5, 'WAITING', 'SIMPLE', 1, 0, -1)
                    """, due);
            handle.execute(
                    "INSERT INTO qrtz_simple_triggers SELECT sched_name, trigger_name, trigger_group, 0, 0, 0 FROM qrtz_triggers");
        });
    }

    private static long count(TestStores stores, String sql) {
        return Jdbi.create(stores.dataSource())
                .withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
    }

    private static String text(TestStores stores, String sql) {
        return Jdbi.create(stores.dataSource())
                .withHandle(handle -> handle.select(sql).mapTo(String.class).one());
    }
}
