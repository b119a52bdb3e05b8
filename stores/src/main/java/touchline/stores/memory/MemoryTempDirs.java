package touchline.stores.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes JUnit's temporary directories in the {@link MemoryFolder} if there is one, as tests start servers in them. Those of killed test
 * JVMs are deleted: nothing else frees the memory.
 */
final class MemoryTempDirs implements TempDirFactory {
    private static final String PREFIX = "touchline-junit-";
    private static final Pattern OWNED = Pattern.compile(PREFIX + "([0-9]+)-[0-9]+");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        Optional<Path> memory = MemoryFolder.find();
        if (memory.isEmpty()) {
            return Files.createTempDirectory(PREFIX);
        }
        deleteAbandoned(memory.get());
        return Files.createTempDirectory(
                memory.get(), PREFIX + ProcessHandle.current().pid() + "-");
    }

    /** Deletes directories in the folder whose JVM has ended. */
    static void deleteAbandoned(Path folder) throws IOException {
        List<Path> directories;
        try (Stream<Path> files = Files.list(folder)) {
            directories = files.filter(MemoryTempDirs::isAbandoned).toList();
        }
        for (Path directory : directories) {
            delete(directory);
        }
    }

    private static boolean isAbandoned(Path directory) {
        Matcher name = OWNED.matcher(String.valueOf(directory.getFileName()));
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException inUse) {
            // Another JVM deletes it too, or a process of the killed one still writes to it. The next sweep finds what
            // is left.
        }
    }
}
