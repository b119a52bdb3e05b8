package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;
import touchline.stores.junit.ToolCheck;

/** A whole process whose clock is set by libfaketime, Quartz' threads included. */
@ExtendWith(StoresExtension.class)
@EnabledIf(value = "hasFaketime", disabledReason = "no libfaketimeMT.so.1 on this machine")
final class SkewedNodeTest {
    private static final Duration SOON = Duration.ofMinutes(3);

    static boolean hasFaketime() {
        return ToolCheck.shouldRun(faketime().isPresent());
    }

    /** The library that {@code FAKETIME_LIB} names, or the one that a package has installed. */
    private static Optional<Path> faketime() {
        String named = System.getenv("FAKETIME_LIB");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"))
                .flatMap(SkewedNodeTest::withItsFolders)
                .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Stream<Path> withItsFolders(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), inside.filter(Files::isDirectory).sorted().toList().stream());
        } catch (IOException noSuchFolder) {
            return Stream.of();
        }
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
        Path offset = directory.resolve("offset");
        Files.writeString(offset, "+0\n");
        Process process = start(stores, offset);
        Cluster cluster = new Cluster(stores);
        try {
            cluster.start(Cluster.node(stores.dataSource(), "right", beating()));
            await().atMost(SOON).until(() -> state(cluster).equals("FIRING"));
            for (String skew : new String[] {"+30s", "-30s", "-3600s"}) {
                Files.writeString(offset, skew + "\n");
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
                Files.writeString(offset, "+0\n");
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

    private static Process start(TestStores stores, Path offset) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        ChildJvm.command(Skewed.class, stores.databaseUrl(), stores.user(), stores.password()))
                .redirectErrorStream(true)
                .redirectOutput(offset.resolveSibling("node.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "LD_PRELOAD",
                                faketime()
                                        .orElseThrow(() -> new AssertionError(
                                                "libfaketime is missing: install it, or let FAKETIME_LIB name it"))
                                        .toString(),
                        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0", // else each timed wait of the JVM ends at once
                        "DONT_FAKE_MONOTONIC", "1"));
        return builder.start();
    }
}
