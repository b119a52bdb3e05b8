package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A node that sleeps past its check-in, in the middle of an exclusive run, and wakes up. {@code -Dchaos.pause=25} makes it sleep longer, {@code -Dchaos.pauses=20} repeats it. */
@ExtendWith(StoresExtension.class)
final class PausedNodeTest {
    private static final int PAUSE_SECONDS = Integer.getInteger("chaos.pause", 0);
    private static final Duration LONG = Duration.ofMinutes(2);

    static IntStream pauses() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.pauses", 1));
    }

    @ParameterizedTest
    @MethodSource("pauses")
    void runsOverlapButNoStaleEffectIsHadAndTheLossAndTheRefusalAreOnRecord(
            int number, TestStores stores, @TempDir Path directory) throws Exception {
        Cluster cluster = new Cluster(stores);
        ChaosNode.prepare(cluster.book());
        Path resting = directory.resolve("resting");
        try (ForkedNode sleeper = ForkedNode.start(
                ChaosNode.class, stores, directory.resolve("sleeper.log"), "sleeper", resting.toString())) {
            putToSleepWithinARun(
                    cluster, sleeper,
                    resting); // while it is alone: the node that has run a job last tends to run it next
            long asleep = System.nanoTime();
            try (ForkedNode other =
                    ForkedNode.start(ChaosNode.class, stores, directory.resolve("other.log"), "other")) {
                await("the other node finds it dead")
                        .atMost(LONG)
                        .until(() -> cluster.text("SELECT found_dead_by FROM job_nodes WHERE node = 'sleeper'")
                                .equals("other"));
                long effects = cluster.count("SELECT count(*) FROM effects WHERE node = 'other'");
                await("the other node goes on")
                        .atMost(LONG)
                        .until(() -> cluster.count("SELECT count(*) FROM effects WHERE node = 'other'") > effects + 5);
                await("it has slept long enough")
                        .atMost(LONG)
                        .until(() ->
                                Duration.ofNanos(System.nanoTime() - asleep).toSeconds() >= PAUSE_SECONDS);
                sleeper.wakeUp();
                await("an effect of it is refused")
                        .atMost(LONG)
                        .until(() -> cluster.count("SELECT count(*) FROM refusals WHERE node = 'sleeper'") >= 1);
                await("the lost run's record names the refusal")
                        .atMost(LONG)
                        .until(() -> cluster.text(
                                        "SELECT fenced FROM job_executions WHERE outcome = 'LOST' AND fenced IS NOT NULL LIMIT 1")
                                .contains("an effect of chaos/alone was refused"));
                // It is one of them again.
                await("it is a node again")
                        .atMost(LONG)
                        .until(() -> cluster.count("SELECT count(*) FROM job_nodes WHERE died_at IS NULL") == 2);
                assertThat(other.isAlive()).isTrue();
                assertThat(cluster.text(
                                "SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE subject = 'sleeper'"))
                        .isEqualTo("node-started node-lost node-back");
            }
        }
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_executions s JOIN job_executions o ON o.job_name = s.job_name AND o.node = 'other'
                        WHERE s.node = 'sleeper' AND s.fenced IS NOT NULL AND o.fired_at > s.fired_at AND o.fired_at < s.finished_at
                        """)).as("runs that overlapped").isPositive();
        assertThat(cluster.count("""
                        SELECT count(*) FROM (SELECT token, max(token) OVER (ORDER BY id) AS highest FROM effects) AS e
                        WHERE token < highest
                        """)).as("stale effects").isZero();
    }

    /**
     * Between two effects of its run; between runs there would be nothing to overlap. Only the node itself knows where it is: a statement that it has sent may not have
     * reached the database's process yet. An effect that is suspended in its transaction is cut off by the database, and fails in place of being refused.
     */
    private static void putToSleepWithinARun(Cluster cluster, ForkedNode sleeper, Path resting) throws Exception {
        while (true) {
            await("it runs the job").atMost(LONG).until(() -> running(cluster, "sleeper") == 1);
            sleeper.pause();
            if (Files.exists(resting) && isOutsideOfTransactions(cluster) && hasEffectsLeft(cluster)) {
                return;
            }
            sleeper.wakeUp();
        }
    }

    /** Its other transactions, whose locks would hold up the other node for a while. */
    private static boolean isOutsideOfTransactions(Cluster cluster) {
        return cluster.count(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sleeper' AND state <> 'idle'")
                == 0;
    }

    private static boolean hasEffectsLeft(Cluster cluster) {
        return cluster.count("""
                        SELECT count(*) FROM job_executions AS run
                        WHERE node = 'sleeper' AND job_name = 'alone' AND outcome = 'RUNNING'
                          AND (SELECT count(*) FROM effects WHERE token = run.fence) BETWEEN 1 AND %d
                        """.formatted(ChaosNode.EFFECTS - 1)) == 1;
    }

    private static long running(Cluster cluster, String node) {
        return cluster.count(
                "SELECT count(*) FROM job_executions WHERE job_name = 'alone' AND outcome = 'RUNNING' AND node = '"
                        + node + "'");
    }
}
