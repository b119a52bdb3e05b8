package touchline.stores;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of other directories are left alone: a start ends those that it takes for its own. */
final class ServerProcessesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path data;

    private @Nullable Process server;

    @BeforeEach
    void makeData() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
    }

    @AfterEach
    void end() {
        if (server != null) {
            server.destroyForcibly().onExit().join();
        }
    }

    /** As a data directory in a container's file system, or in a backup, contains the path of the original. */
    @Test
    void aServerWhoseDirectoryEndsWithThePathOfThisOneIsAnother() throws IOException {
        Path copy = Files.createDirectories(Path.of(folder + "/mnt" + data));
        start(copy, copy);

        assertThat(ofData().alive()).isEmpty();
    }

    @Test
    void aServerThatHasNotEnteredItsDirectoryYetIsKnownByItsArguments() throws IOException {
        start(data, folder);

        assertThat(ofData().alive()).extracting(ProcessHandle::pid).containsExactly(pid());
    }

    @Test
    void aServerInTheDirectoryIsKnownByIt() throws IOException {
        start(folder, data);

        assertThat(ofData().alive()).extracting(ProcessHandle::pid).containsExactly(pid());
    }

    private ServerProcesses ofData() {
        return new ServerProcesses("tail", data, folder.resolve("none.pid"));
    }

    /** A process that lives until it is ended, with the directory as its last argument. */
    private void start(Path argument, Path workingDirectory) throws IOException {
        Path log = Files.createFile(folder.resolve("log"));
        server = new ProcessBuilder(List.of("tail", "-q", "-f", log.toString(), argument.toString()))
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private long pid() {
        return Objects.requireNonNull(server).pid();
    }
}
