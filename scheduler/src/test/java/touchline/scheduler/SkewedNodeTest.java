package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.child.ChildJvm;
import touchline.stores.clock.ServerClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.junit.ToolCheck;

/** A whole process whose clock is set by libfaketime, Quartz' threads included. */
@ExtendWith(StoresExtension.class)
@EnabledIf(value = "hasFaketime", disabledReason = "no libfaketimeMT.so.1 on this machine")
final class SkewedNodeTest {
    private static final Duration SOON = Duration.ofMinutes(3);

    static boolean hasFaketime() {
        return ToolCheck.shouldRun(ServerClock.isSettable());
    }

    /** A node in a JVM of its own. Arguments: database URL, user, password. */
    static final class Skewed {
        private Skewed() {}

        public static void main(String[] args) throws Exception {
            Cluster.node(ForkedNode.database(args), "skewed", beating()).start();
        }
    }

    static JobDefinition beating() {
        return JobDefinition.named(JobName.of("test/beating"))
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .runs(run -> JobReport.done());
    }

    @Test
    void aProcessWhoseClockIsSetNeitherDiesNorKillsNorFiresUntilItIsSetRight(TestStores stores, @TempDir Path directory)
            throws Exception {
        ServerClock clock = ServerClock.in(directory);
        Process process = start(stores, clock, directory.resolve("node.log"));
        Cluster cluster = new Cluster(stores);
        try {
            cluster.start(Cluster.node(stores.dataSource(), "right", beating()));
            await().atMost(SOON).until(() -> state(cluster).equals("FIRING"));
            for (long skew : new long[] {30, -30, -3_600}) {
                clock.set(Duration.ofSeconds(skew));
                await().atMost(SOON).until(() -> state(cluster).equals("CLOCK_OFF"));
                long fired = runs(cluster);
                await().during(Duration.ofSeconds(3)).atMost(SOON).untilAsserted(() -> {
                    assertThat(process.isAlive()).isTrue();
                    assertThat(cluster.count("SELECT count(*) FROM qrtz_scheduler_state"))
                            .isEqualTo(2);
                    assertThat(cluster.count("SELECT count(*) FROM job_nodes WHERE died_at IS NOT NULL"))
                            .isZero();
                    assertThat(runs(cluster)).isEqualTo(fired);
                });
                clock.set(Duration.ZERO);
                await().atMost(SOON).until(() -> state(cluster).equals("FIRING"));
            }
        } finally {
            process.destroyForcibly().waitFor();
            cluster.stop();
        }
    }

    private static long runs(Cluster cluster) {
        return cluster.count("SELECT count(*) FROM job_executions WHERE node = 'skewed'");
    }

    private static String state(Cluster cluster) {
        return cluster.text("SELECT state FROM job_nodes WHERE node = 'skewed'");
    }

    private static Process start(TestStores stores, ServerClock clock, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ChildJvm.command(Skewed.class, stores.databaseUrl(), stores.user(), stores.password()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(clock.environment());
        return builder.start();
    }
}
