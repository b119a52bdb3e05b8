package touchline.stores.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import touchline.stores.DirectoryInUseException;
import touchline.stores.Durability;
import touchline.stores.Stores;
import touchline.stores.memory.MemoryFolder;
import touchline.stores.memory.TestHome;

/** The servers from Maven artifacts, in a temporary directory: in memory if there is enough. */
final class LocalServers {
    private LocalServers() {}

    static Servers start(Map<String, String> environment) {
        try {
            Path home = home();
            Optional<Path> memory = MemoryFolder.find();
            Path running = memory.isPresent() ? Files.createDirectories(TestHome.in(memory.get())) : home;
            sweep(home);
            sweep(running);
            Path directory =
                    Files.createTempDirectory(running, ProcessHandle.current().pid() + "-");
            boolean databaseIsNamed = environment.containsKey("DATABASE_URL");
            if (!databaseIsNamed) {
                new MigratedData(home).copyTo(directory);
            }
            Stores stores = Stores.open(environment, directory, Durability.THROWAWAY);
            return new Servers(
                    stores.databaseUrl(),
                    stores.databaseUser(),
                    stores.databasePassword(),
                    stores.redisUrl(),
                    databaseIsNamed ? Optional.empty() : Optional.of(MigratedData.DATABASE),
                    () -> {
                        stores.close();
                        delete(directory);
                    });
        } catch (IOException noDirectory) {
            throw new UncheckedIOException(noDirectory);
        }
    }

    /** Where test JVMs keep what they share. */
    static Path home() throws IOException {
        return Files.createDirectories(TestHome.directory());
    }

    /** Ends servers of killed test JVMs, found by their directories. */
    private static void sweep(Path home) throws IOException {
        try (Stream<Path> directories = Files.list(home)) {
            for (Path directory : directories.toList()) {
                if (!ownerIsAlive(directory)) {
                    try {
                        Stores.endAbandoned(directory);
                        delete(directory);
                    } catch (DirectoryInUseException cleaned) {
                        // Another JVM cleans it up.
                    }
                }
            }
        }
    }

    private static boolean ownerIsAlive(Path directory) {
        try {
            String pid = directory.getFileName().toString().split("-", 2)[0];
            return ProcessHandle.of(Long.parseLong(pid)).isPresent();
        } catch (NumberFormatException notOurs) {
            return true;
        }
    }

    /** Deletes a directory, as far as that is possible: what is left is deleted by a later JVM. */
    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException leftForTheNextSweep) {
            return;
        }
    }
}
