package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guardian ends the servers of its directory, and no others. Servers are stood for by a program of their name that waits. */
final class GuardianTest {
    private final List<Process> servers = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path program;

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        program = folder.resolve("redis-server");
        Files.copy(Path.of("/usr/bin/tail").toRealPath(), program, StandardCopyOption.COPY_ATTRIBUTES);
        directory = Files.createDirectories(folder.resolve("demo")).toRealPath();
    }

    @AfterEach
    void end() {
        servers.forEach(server -> server.destroyForcibly().onExit().join());
    }

    @Test
    void aServerThatHasNotEnteredTheDirectoryYetIsEnded() throws Exception {
        Process starting = start(directory.resolve("postgres/data"));

        Guardian.over(directory, false).end();

        assertThat(starting.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerWhoseDirectoryEndsWithThePathOfThisOneGoesOn() throws Exception {
        Process another = start(Path.of(folder + "/mnt" + directory + "/postgres/data"));

        Guardian.over(directory, false).end();

        assertThat(another.isAlive()).isTrue();
    }

    private Process start(Path data) throws IOException {
        Path log = Files.createTempFile(folder, "server", ".log");
        Process server = new ProcessBuilder(program.toString(), "-q", "-f", log.toString(), data.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        servers.add(server);
        return server;
    }
}
