package touchline.stores.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Makes JUnit's temporary directories in the {@link MemoryFolder} if there is one, as tests start servers in them. */
public final class MemoryTempDirs implements TempDirFactory {
    private static final String PREFIX = "touchline-junit-";

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        Optional<Path> memory = MemoryFolder.find();
        return memory.isPresent() ? Files.createTempDirectory(memory.get(), PREFIX) : Files.createTempDirectory(PREFIX);
    }
}
