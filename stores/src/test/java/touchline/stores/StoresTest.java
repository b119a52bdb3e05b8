package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import touchline.stores.child.ChildJvm;

@Timeout(120)
final class StoresTest {
    private final Path directory;

    StoresTest(@TempDir Path parent) {
        directory = parent.resolve("a directory of one's own");
    }

    @Test
    void acknowledgedWritesSurviveAKillOfTheOwnerAndOfTheServers() throws Exception {
        kill(childThatHasWritten());
        // The owner is dead, its servers are not: the next owner has to end them before it starts its own.
        assertThat(servers()).hasSizeGreaterThanOrEqualTo(2);
        kill(childThatHasWritten());
        servers().forEach(ProcessHandle::destroyForcibly);

        try (Stores stores = Stores.start(directory)) {
            assertThat(answer(stores, "SELECT count(*) FROM kept")).isEqualTo("2");
            assertThat(answer(stores, "SHOW fsync")).isEqualTo("on");
            assertThat(answer(stores, "SHOW synchronous_commit")).isEqualTo("on");
            try (Jedis redis = new Jedis(stores.redisUrl())) {
                assertThat(redis.get("kept")).isEqualTo("2");
                assertThat(redis.configGet("appendfsync")).containsEntry("appendfsync", "always");
                assertThat(redis.configGet("maxmemory-policy")).containsEntry("maxmemory-policy", "noeviction");
            }
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    void aSecondOwnerIsRefusedAndTheFirstContinues() throws Exception {
        Process owner = childThatHasWritten();
        try {
            assertThatThrownBy(() -> Stores.start(directory))
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString());
            assertThat(servers()).isNotEmpty();
        } finally {
            kill(owner);
            Stores.endAbandoned(directory);
        }
        assertThat(servers()).isEmpty();
    }

    @Test
    void serversThatTheEnvironmentNamesAreUsedAndNotStarted() {
        Map<String, String> environment = Map.of(
                "DATABASE_URL", "jdbc:postgresql://db.example/book",
                "DATABASE_USER", "clerk",
                "DATABASE_PASSWORD", "secret",
                "REDIS_URL", "redis://hot.example:6379");
        try (Stores stores = Stores.fromEnvironment(environment, directory)) {
            assertThat(stores.databaseUrl()).isEqualTo("jdbc:postgresql://db.example/book");
            assertThat(stores.databaseUser()).isEqualTo("clerk");
            assertThat(stores.databasePassword()).isEqualTo("secret");
            assertThat(stores.redisUrl()).isEqualTo("redis://hot.example:6379");
            assertThat(directory).doesNotExist();
        }
    }

    @Test
    void aDirectoryMayHaveAnyName(@TempDir Path parent) throws Exception {
        for (String name : List.of("a \"quoted\" $HOME `id` \\ back", "Köln ẞ curaçao, it's 100 % & more; really")) {
            Path odd = parent.resolve(name);
            try (Stores stores = Stores.start(odd, Durability.THROWAWAY)) {
                assertThat(answer(stores, "SELECT 1")).isEqualTo("1");
                try (Jedis redis = new Jedis(stores.redisUrl())) {
                    assertThat(redis.ping()).isEqualTo("PONG");
                }
            }
            assertThat(ProcessHandle.allProcesses().filter(process -> livesBelow(process, odd)))
                    .isEmpty();
        }
    }

    @Test
    void aGuardianEndsTheServersOfAKilledOwner() throws Exception {
        Process owner = child("guarded");
        assertThat(servers()).isNotEmpty();

        kill(owner);

        await().atMost(Duration.ofSeconds(60)).until(() -> servers().isEmpty());
    }

    @Test
    void aGuardianEndsStartingServersWhenTheirOwnerIsKilledAtAnyMoment() throws Exception {
        for (int millis : new int[] {300, 900, 1_800}) {
            Process owner = start("guarded");
            owner.waitFor(millis, TimeUnit.MILLISECONDS);
            kill(owner);
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> servers().isEmpty());
        }
    }

    private List<ProcessHandle> servers() {
        return ProcessHandle.allProcesses()
                .filter(process -> livesBelow(process, directory))
                .toList();
    }

    private static boolean livesBelow(ProcessHandle process, Path directory) {
        try {
            return Path.of("/proc/" + process.pid() + "/cwd").toRealPath().startsWith(directory.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    private static String answer(Stores stores, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        stores.databaseUrl(), stores.databaseUser(), stores.databasePassword());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }

    private Process start(String mode) throws IOException {
        return new ProcessBuilder(ChildJvm.command(StoresChild.class, directory.toString(), mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private Process childThatHasWritten() throws IOException {
        return child("alone");
    }

    private Process child(String mode) throws IOException {
        Process child = start(mode);
        BufferedReader output = child.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.equals("written")) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo("written");
        return child;
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
