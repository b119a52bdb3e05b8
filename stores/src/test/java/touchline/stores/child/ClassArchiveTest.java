package touchline.stores.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final List<String> JARS = List.of("one.jar", "two.jar");

    @Test
    void classesAreRecordedInTheBuildUntilTheMachineHasAnArchive(@TempDir Path folder) throws IOException {
        Path records = folder.resolve("records");
        Path archives = folder.resolve("archives");
        ClassArchive archive = new ClassArchive(records, archives, JARS);

        assertThat(archive.flagsOfExisting()).isEmpty();
        String recording = archive.flags().get(0);
        assertThat(recording).startsWith("-XX:DumpLoadedClassList=" + records).endsWith(".classes");

        String id = Path.of(recording).getFileName().toString().split("-", 2)[0];
        Path made = Files.createFile(archives.resolve(id + ".jsa"));
        assertThat(archive.flags())
                .contains("-XX:SharedArchiveFile=" + made)
                .isEqualTo(archive.flagsOfExisting())
                .isEqualTo(new ClassArchive(folder.resolve("of another build"), archives, JARS).flags());
        assertThat(new ClassArchive(records, archives, List.of("one.jar")).flagsOfExisting())
                .as("of other jars")
                .isEmpty();
    }
}
