package touchline.stores.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder in memory for the servers of tests. Each test copies a database of a thousand files, which costs a file system on disk ten times the processor time.
 */
public final class MemoryFolder {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path MOUNTS = Path.of("/proc/self/mounts");

    /** Of the order of what ten test JVMs need at the same time. */
    private static final long ENOUGH_BYTES = 3L << 30;

    private MemoryFolder() {}

    /** The folder; empty if the system has none, too little space in it, or runs no programs from it, as in Docker. */
    public static Optional<Path> find() {
        try {
            return Files.isWritable(SHARED_MEMORY)
                            && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > ENOUGH_BYTES
                            && mayRunPrograms()
                    ? Optional.of(SHARED_MEMORY)
                    : Optional.empty();
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static boolean mayRunPrograms() throws IOException {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            return mounts.filter(mount -> mount.contains(" " + SHARED_MEMORY + " "))
                    .noneMatch(mount -> mount.contains("noexec"));
        }
    }
}
