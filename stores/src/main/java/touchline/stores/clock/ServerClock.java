package touchline.stores.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clock of processes that are started with its {@link #environment}. libfaketime sets it; their monotonic clocks run on. A process notices within a second.
 * Without libfaketime they go by the machine's clock. Thread-safe.
 */
public final class ServerClock {
    private final @Nullable Path library;
    private final Path offset;

    private ServerClock(@Nullable Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /**
     * A clock that is right.
     *
     * @param directory for its file
     */
    public static ServerClock in(Path directory) throws IOException {
        ServerClock clock = new ServerClock(library().orElse(null), directory.resolve("clock-offset"));
        clock.write(Duration.ZERO);
        return clock;
    }

    /** Whether libfaketime is installed. */
    public static boolean isSettable() {
        return library().isPresent();
    }

    /**
     * Sets it ahead of the machine's clock by so much; behind if negative.
     *
     * @throws IllegalStateException if libfaketime is missing
     */
    public void set(Duration ahead) throws IOException {
        if (library == null) {
            throw new IllegalStateException("libfaketime is missing: install it, or let FAKETIME_LIB name it");
        }
        write(ahead);
    }

    private void write(Duration ahead) throws IOException {
        Path next = offset.resolveSibling("clock-offset.next");
        Files.writeString(next, (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "s\n");
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Environment variables for a process that goes by this clock. */
    public Map<String, String> environment() {
        if (library == null) {
            return Map.of();
        }
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0", // else each timed wait of a JVM ends at once
                "DONT_FAKE_MONOTONIC", "1");
    }

    /** The library that {@code FAKETIME_LIB} names, or the one that a package has installed. */
    private static Optional<Path> library() {
        String named = System.getenv("FAKETIME_LIB");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"))
                .flatMap(ServerClock::withItsFolders)
                .map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                .filter(Files::isReadable)
                .findFirst();
    }

    private static Stream<Path> withItsFolders(Path folder) {
        try (Stream<Path> inside = Files.list(folder)) {
            return Stream.concat(Stream.of(folder), inside.filter(Files::isDirectory).sorted().toList().stream());
        } catch (IOException noSuchFolder) {
            return Stream.of();
        }
    }
}
