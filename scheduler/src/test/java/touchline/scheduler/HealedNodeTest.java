package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** All nodes lose the database, and one reaches it again before the other. */
@ExtendWith(StoresExtension.class)
final class HealedNodeTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @Test
    void theNodeThatReturnsLaterHasNoStaleEffectAndIsOneOfThemAgain(TestStores stores) throws Exception {
        Cluster cluster = new Cluster(stores);
        ChaosNode.prepare(cluster.book());
        DatabaseThatGoesAway early = new DatabaseThatGoesAway(stores.dataSource());
        DatabaseThatGoesAway late = new DatabaseThatGoesAway(stores.dataSource());
        try {
            cluster.start(node(late, "late"));
            await().atMost(LONG).until(() -> effects(cluster, "late") > 0);
            cluster.start(node(early, "early"));
            await().atMost(LONG).until(() -> alive(cluster) == 2);

            early.goAway();
            late.goAway();
            // Both miss check-ins: each could be presumed dead by the other.
            await().atMost(LONG).until(() -> cluster.count("""
                            SELECT (extract(epoch FROM now()) * 1000)::bigint - max(last_checkin_time) FROM qrtz_scheduler_state
                            """) > 10_000);
            long before = effects(cluster, "early");
            early.comeBack();
            await().atMost(LONG)
                    .until(() -> cluster.text("SELECT found_dead_by FROM job_nodes WHERE node = 'late'")
                            .equals("early"));
            await().atMost(LONG).until(() -> effects(cluster, "early") > before + 5);
            late.comeBack();
            await().atMost(LONG).until(() -> alive(cluster) == 2);
            long after = effects(cluster, "early") + effects(cluster, "late");
            await().atMost(LONG).until(() -> effects(cluster, "early") + effects(cluster, "late") > after + 25);
        } finally {
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

    private static JobPlatform node(DatabaseThatGoesAway database, String name) {
        return Cluster.node(database.dataSource(), name, ChaosNode.jobs(Jdbi.create(database.dataSource()), name));
    }

    private static long effects(Cluster cluster, String node) {
        return cluster.count("SELECT count(*) FROM effects WHERE node = '" + node + "'");
    }

    private static long alive(Cluster cluster) {
        return cluster.count("SELECT count(*) FROM job_nodes WHERE died_at IS NULL AND state = 'FIRING'");
    }
}
