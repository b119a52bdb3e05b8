package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/**
 * Many one-shots over two nodes, undisturbed and while nodes are killed. Short by default; {@code -Dchaos.runs=10000 -Dchaos.kills=20} is the long one,
 * which the profile {@code chaos} sets.
 */
@ExtendWith(StoresExtension.class)
final class KilledNodesTest {
    private static final int RUNS = Integer.getInteger("chaos.runs", 400);
    private static final int KILLS = Integer.getInteger("chaos.kills", 1);
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void everyShotIsFiredOnceAndNoneIsLostThoughNodesAreKilled(TestStores stores, @TempDir Path directory)
            throws Exception {
        Cluster cluster = new Cluster(stores);
        ChaosNode.prepare(cluster.book());
        Deque<ForkedNode> nodes = new ArrayDeque<>();
        List<Long> failOvers = new ArrayList<>();
        try {
            nodes.add(node(stores, directory, "node-0"));
            nodes.add(node(stores, directory, "node-1"));
            awaitNodes(cluster, 2);
            int shots = fireUndisturbed(cluster);
            assertThat(nodes).allMatch(ForkedNode::isAlive);
            for (int kill = 0; kill < KILLS; kill++) {
                awaitNodes(cluster, 2);
                String victim = "node-" + kill;
                // In the middle of something, so that there is something to take over. The other node may be quicker
                // and take all.
                do {
                    load(cluster, shots, RUNS / KILLS);
                    int loaded = shots + RUNS / KILLS;
                    await().atMost(LONG).until(() -> isRunning(cluster, victim) || succeeded(cluster) == loaded);
                    shots = loaded;
                } while (!isPausedInARun(cluster, nodes.element(), victim));
                nodes.remove().kill();
                String killedAt = cluster.text("SELECT clock_timestamp()::text");
                if (kill + 1 < KILLS) {
                    nodes.add(node(stores, directory, "node-" + (kill + 2)));
                }
                await().atMost(LONG)
                        .until(() -> cluster.count("SELECT count(*) FROM job_nodes WHERE node = '" + victim
                                        + "' AND died_at IS NOT NULL")
                                == 1);
                failOvers.addAll(takenUpAfter(cluster, victim, killedAt));
            }
            assertEachShotSucceededOnce(cluster, shots);
            assertNoDeadlocks(cluster);
        } finally {
            for (ForkedNode node : nodes) {
                node.kill();
            }
        }
        assertFailOverIsQuick(failOvers);
    }

    private static boolean isRunning(Cluster cluster, String node) {
        return cluster.count(
                        "SELECT count(*) FROM qrtz_fired_triggers WHERE job_name = 'shot' AND state = 'EXECUTING' AND"
                                + " instance_name = '"
                                + node + "'")
                > 0;
    }

    /** Suspends the node, so that no run ends before it is killed. One that runs nothing goes on. */
    private static boolean isPausedInARun(Cluster cluster, ForkedNode node, String name)
            throws IOException, InterruptedException {
        node.pause();
        await().atMost(LONG)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND application_name = '"
                                        + name + "'")
                        == 0);
        if (isRunning(cluster, name)) {
            return true;
        }
        node.wakeUp();
        return false;
    }

    /** Returns how many shots were fired: more are loaded until both nodes have taken some. */
    private static int fireUndisturbed(Cluster cluster) {
        int shots = 0;
        do {
            load(cluster, shots, RUNS);
            shots += RUNS;
            int loaded = shots;
            await().atMost(LONG).until(() -> succeeded(cluster) == loaded);
        } while (cluster.count("SELECT count(DISTINCT node) FROM shots") < 2);
        // A node that a busy machine gives no processor for seconds is presumed dead, and its runs are repeated, though
        // they may end after all.
        // Nothing else is.
        await().atMost(LONG)
                .until(() -> cluster.count("SELECT count(*) FROM qrtz_triggers WHERE job_name = 'shot'") == 0);
        long runs = cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'shot'");
        long fired = cluster.count("SELECT count(*) FROM shots");
        long lost =
                cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'shot' AND lost_at IS NOT NULL");
        assertThat(runs).isBetween((long) shots, shots + lost);
        assertThat(fired).isBetween((long) shots, shots + lost);
        assertThat(cluster.count("SELECT count(DISTINCT n) FROM shots")).isEqualTo(shots);
        System.out.printf(
                "%d one-shots on two nodes: %d ms in all, lateness p50 %d ms, p99 %d ms%n",
                shots, cluster.count("""
                        SELECT (extract(epoch FROM max(finished_at) - min(scheduled_at)) * 1000)::bigint
                        FROM job_executions WHERE job_name = 'shot'
                        """), lateness(cluster, 0.5), lateness(cluster, 0.99));
        return shots;
    }

    private static void assertEachShotSucceededOnce(Cluster cluster, int shots) {
        await().atMost(LONG).until(() -> succeeded(cluster) == shots);
        assertThat(cluster.count("SELECT count(DISTINCT n) FROM shots")).isEqualTo(shots);
        assertThat(cluster.count("""
                        SELECT count(*) FROM (SELECT trigger_name FROM job_executions
                                              WHERE job_name = 'shot' AND outcome = 'SUCCEEDED' AND lost_at IS NULL
                                              GROUP BY trigger_name HAVING count(*) > 1) AS twice
                        """)).isZero();
        // A run for the second time names the lost run that it repeats.
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_executions r
                        WHERE r.job_name = 'shot' AND r.recovering
                          AND NOT EXISTS (SELECT 1 FROM job_executions l WHERE l.id = r.follows AND l.lost_at IS NOT NULL
                                          AND l.trigger_name = r.trigger_name)
                        """)).isZero();
        // The repetition of a run that ended after all may still be running.
        await().atMost(LONG)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_name = 'shot' AND outcome NOT IN ('SUCCEEDED', 'LOST')")
                        == 0);
        assertThat(cluster.count("SELECT (SELECT count(*) FROM shots) - (SELECT count(DISTINCT n) FROM shots)"))
                .isLessThanOrEqualTo(cluster.count("SELECT count(*) FROM job_executions WHERE lost_at IS NOT NULL"));
    }

    /** Nodes take triggers, complete runs and check in at once, over the same rows. */
    private static void assertNoDeadlocks(Cluster cluster) {
        assertThat(cluster.count("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isZero();
    }

    private static void assertFailOverIsQuick(List<Long> failOvers) {
        Collections.sort(failOvers);
        assertThat(failOvers).isNotEmpty();
        long p99 = failOvers.get(failOvers.size() * 99 / 100);
        System.out.printf(
                "%d kills, %d runs lost and taken up: fail-over p50 %d ms, p99 %d ms%n",
                KILLS, failOvers.size(), failOvers.get(failOvers.size() / 2), p99);
        // Seconds are held against the promise where nothing else runs: by -Pchaos.
        Long promised = Long.getLong("chaos.failover");
        if (promised != null) {
            assertThat(p99).isLessThan(promised);
        }
    }

    /** How long after the kill each run that was lost was fired again, in ms. */
    private static List<Long> takenUpAfter(Cluster cluster, String victim, String killedAt) {
        String lost = "SELECT count(*) FROM job_executions WHERE job_name = 'shot' AND lost_at IS NOT NULL AND node = '"
                + victim + "'";
        String takenUp =
                "FROM job_executions r JOIN job_executions l ON l.id = r.follows WHERE r.recovering AND l.node = '"
                        + victim + "'";
        await().atMost(LONG).until(() -> cluster.count("SELECT count(*) " + takenUp) == cluster.count(lost));
        return cluster.book()
                .withHandle(handle -> handle.createQuery(
                                "SELECT (extract(epoch FROM r.fired_at - :killed::timestamptz) * 1000)::bigint "
                                        + takenUp)
                        .bind("killed", killedAt)
                        .mapTo(Long.class)
                        .list());
    }

    private static ForkedNode node(TestStores stores, Path directory, String name) throws Exception {
        return ForkedNode.start(ChaosNode.class, stores, directory.resolve(name + ".log"), name);
    }

    private static void awaitNodes(Cluster cluster, int nodes) {
        await().atMost(LONG)
                .until(() -> cluster.count("SELECT count(*) FROM job_nodes WHERE state = 'FIRING' AND died_at IS NULL")
                        == nodes);
    }

    /** Puts one-shots into the store in one go, as a busy product would over time. */
    private static void load(Cluster cluster, int first, int shots) {
        cluster.book().useTransaction(handle -> {
            handle.execute("""
                    WITH shot AS (
                        SELECT 'r' || n AS name, convert_to('n=' || n || E'\\ntouchline.subject=r' || n || E'\\n', 'UTF8') AS data
                        FROM generate_series(?, ?) AS n
                    ), trigger AS (
                        INSERT INTO qrtz_triggers
                            (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time, priority,
                             trigger_state, trigger_type, start_time, end_time, misfire_instr, job_data)
                        SELECT 'touchline', name, 'chaos/shot', 'shot', 'chaos', t, -1, 5, 'WAITING', 'SIMPLE', t, 0, -1, data
                        FROM shot, (SELECT (extract(epoch FROM now()) * 1000)::bigint AS t) AS now
                    )
                    INSERT INTO qrtz_simple_triggers
                    SELECT 'touchline', name, 'chaos/shot', 0, 0, 0 FROM shot
                    """, first, first + shots - 1);
        });
    }

    /** How many shots have succeeded; one whose lost run ended after all may do so twice. */
    private static long succeeded(Cluster cluster) {
        return cluster.count(
                "SELECT count(DISTINCT trigger_name) FROM job_executions WHERE job_name = 'shot' AND outcome = 'SUCCEEDED'");
    }

    private static long lateness(Cluster cluster, double share) {
        return cluster.count("SELECT percentile_disc(" + share
                + ") WITHIN GROUP (ORDER BY lateness_ms) FROM job_executions WHERE job_name = 'shot'");
    }
}
