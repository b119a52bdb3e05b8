package touchline.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The demo as {@code ./touchline demo} starts it: that nothing of it stays when it ends. */
@SuppressWarnings("NullAway.Init")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class DemoProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final List<DemoProcess> started = new ArrayList<>();

    @TempDir
    private Path place;

    @AfterEach
    void end() {
        started.forEach(demo -> demo.process().destroyForcibly());
    }

    /** What has started by then has threads of its own. */
    @Test
    @ExtendWith(StoresExtension.class)
    void itEndsWhenTheDatabaseCanNotBeMigrated(TestStores stores) throws Exception {
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '1'");
        }
        List<String> command = new ArrayList<>(DemoProcess.command(place));
        command.addAll(List.of("demo", "--http-port", "0"));
        DemoProcess demo = DemoProcess.start(
                place,
                command,
                Map.of(
                        "DATABASE_URL", stores.databaseUrl(),
                        "DATABASE_USER", stores.user(),
                        "DATABASE_PASSWORD", stores.password(),
                        "REDIS_URL", stores.redisUrl()));
        started.add(demo);

        assertThat(demo.process().waitFor(LONG.toSeconds(), TimeUnit.SECONDS))
                .as(demo.printed())
                .isTrue();
        assertThat(demo.process().exitValue()).isNotZero();
        assertThat(demo.printed()).contains("checksum mismatch");
    }

    @Test
    void nothingStaysWheneverItIsEnded() throws Exception {
        int[] moments = {300, 1_500, 3_500};
        String[] signals = {"TERM", "INT", "KILL"};
        for (int n = 0; n < moments.length; n++) {
            DemoProcess demo = start();
            demo.process().waitFor(moments[n], TimeUnit.MILLISECONDS);
            if (signals[n].equals("KILL")) {
                await().atMost(LONG)
                        .until(() -> demo.printed().contains("Starting")); // its guardian is there from now on
            }
            demo.signal(signals[n]);
            assertThat(demo.process().waitFor(90, TimeUnit.SECONDS))
                    .as(signals[n])
                    .isTrue();
            await().during(Duration.ofSeconds(1))
                    .atMost(LONG)
                    .until(() -> DemoProcess.livingIn(place).isEmpty());
            await().atMost(LONG).until(() -> temporary("touchline-demo").isEmpty());
            assertThat(demo.printed()).as(signals[n]).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aTakenPortIsReportedInASentenceAndNothingStays() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            DemoProcess demo = start("--http-port", Integer.toString(taken.getLocalPort()));

            assertThat(demo.process().waitFor(120, TimeUnit.SECONDS)).isTrue();

            assertThat(demo.process().exitValue()).isEqualTo(1);
            assertThat(demo.printed()).contains("--http-port").doesNotContain("\tat ");
            await().atMost(LONG)
                    .until(() -> DemoProcess.livingIn(place).isEmpty()
                            && temporary("touchline-demo").isEmpty());
        }
    }

    private DemoProcess start(String... arguments) throws IOException {
        DemoProcess demo = DemoProcess.start(place, arguments);
        started.add(demo);
        return demo;
    }

    private List<Path> temporary(String prefix) {
        try (Stream<Path> files = Files.list(place.resolve("tmp"))) {
            return files.filter(file -> file.toString().contains(prefix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
