package touchline.stores.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTempDirsTest {
    @Test
    void onlyDirectoriesOfEndedJvmsAreDeleted(@TempDir Path folder) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path abandoned = Files.createDirectory(folder.resolve("touchline-junit-" + ended.pid() + "-17"));
        Files.writeString(Files.createDirectory(abandoned.resolve("data")).resolve("file"), "kept by nobody");
        Path used = Files.createDirectory(
                folder.resolve("touchline-junit-" + ProcessHandle.current().pid() + "-17"));
        Path foreign = Files.createDirectory(folder.resolve("touchline-junit-of-another-program"));

        MemoryTempDirs.deleteAbandoned(folder);

        assertThat(folder).isDirectoryNotContaining(path -> path.equals(abandoned));
        assertThat(used).exists();
        assertThat(foreign).exists();
    }
}
