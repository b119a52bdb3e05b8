package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** All nodes lose the database, and one reaches it again before the other. */
@ExtendWith(StoresExtension.class)
final class HealedNodeTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** The later node is in the middle of a run: only its scheduler is cut off, so its effects still arrive. */
    @Test
    void aRunOfTheNodeThatReturnsLaterHasNoStaleEffect(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        ChaosNode.prepare(cluster.book());
        DatabaseThatGoesAway early = new DatabaseThatGoesAway(stores.dataSource());
        DatabaseThatGoesAway late = new DatabaseThatGoesAway(stores.dataSource());
        CountDownLatch inRun = new CountDownLatch(1);
        CountDownLatch overtaken = new CountDownLatch(1);
        try {
            cluster.start(node(cluster, late, "late", () -> {
                inRun.countDown();
                return overtaken.await(LONG.toSeconds(), TimeUnit.SECONDS);
            }));
            assertThat(inRun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            cluster.start(node(cluster, early, "early", () -> true));
            await().atMost(LONG).until(() -> alive(cluster) == 2);

            early.goAway();
            late.goAway();
            // Both miss check-ins: each could be presumed dead by the other.
            await().atMost(LONG).until(() -> cluster.count("""
                            SELECT (extract(epoch FROM now()) * 1000)::bigint - max(last_checkin_time) FROM qrtz_scheduler_state
                            """) > 10_000);
            early.comeBack();
            await().atMost(LONG)
                    .until(() -> cluster.text("SELECT found_dead_by FROM job_nodes WHERE node = 'late'")
                            .equals("early"));
            await().atMost(LONG).until(() -> effects(cluster, "early") > 5);
            overtaken.countDown();
            await().atMost(LONG).until(() -> cluster.count("SELECT count(*) FROM refusals WHERE node = 'late'") == 1);
            late.comeBack();
            await().atMost(LONG).until(() -> alive(cluster) == 2);
            long after = effects(cluster, "early") + effects(cluster, "late");
            await().atMost(LONG).until(() -> effects(cluster, "early") + effects(cluster, "late") > after + 5);
        } finally {
            overtaken.countDown();
            cluster.stop();
        }
        assertThat(cluster.count("""
                        SELECT count(*) FROM (SELECT token, max(token) OVER (ORDER BY id) AS highest FROM effects) AS e
                        WHERE token < highest
                        """)).as("stale effects").isZero();
        assertThat(cluster.count("""
                        SELECT count(*) FROM (SELECT scheduled_at FROM job_executions
                                              WHERE job_name = 'alone' AND outcome = 'SUCCEEDED'
                                              GROUP BY scheduled_at HAVING count(*) > 1) AS twice
                        """))
                .as("scheduled times with two complete runs")
                .isZero();
    }

    private static JobPlatform node(
            Cluster cluster, DatabaseThatGoesAway database, String name, Callable<Boolean> before) {
        return Cluster.node(
                database.dataSource(),
                name,
                JobDefinition.named(ChaosNode.ALONE)
                        .on(new Schedule.Every(Duration.ofMillis(500)))
                        .exclusively()
                        .runs(run -> {
                            before.call();
                            ChaosNode.effect(cluster.book(), run, name);
                            return JobReport.done();
                        }));
    }

    private static long effects(Cluster cluster, String node) {
        return cluster.count("SELECT count(*) FROM effects WHERE node = '" + node + "'");
    }

    private static long alive(Cluster cluster) {
        return cluster.count("SELECT count(*) FROM job_nodes WHERE died_at IS NULL AND state = 'FIRING'");
    }
}
