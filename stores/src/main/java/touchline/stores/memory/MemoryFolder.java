package touchline.stores.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder in memory for the servers of tests. Each test copies a database of a thousand files, which costs a file system on disk ten times the processor time.
 */
public final class MemoryFolder {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** Of the order of what ten test JVMs need at the same time. */
    private static final long ENOUGH_BYTES = 3L << 30;

    private MemoryFolder() {}

    /** The folder; empty if the system has none, or too little space in it. */
    public static Optional<Path> find() {
        try {
            return Files.isWritable(SHARED_MEMORY)
                            && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > ENOUGH_BYTES
                    ? Optional.of(SHARED_MEMORY)
                    : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
