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

/** The servers from Maven artifacts, in a temporary directory. */
final class LocalServers {
    private LocalServers() {}

    static Servers start(Map<String, String> environment) {
        try {
            Path home = home();
            sweep(home);
            Path directory =
                    Files.createTempDirectory(home, ProcessHandle.current().pid() + "-");
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

    /** Where the servers of test JVMs keep their data. */
    static Path home() throws IOException {
        return Files.createDirectories(
                Path.of(System.getProperty("java.io.tmpdir"), "touchline-test-stores-" + userName()));
    }

    private static String userName() {
        return System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9]", "_");
    }

    /** Ends servers of killed test JVMs, found by their directories. */
    private static void sweep(Path home) throws IOException {
        try (Stream<Path> directories = Files.list(home)) {
            for (Path directory : directories.toList()) {
                if (!ownerIsAlive(directory)) {
                    try {
                        Stores.endAbandoned(directory);
                        delete(directory);
                    } catch (DirectoryInUseException another) {
                        // is cleaning it up
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

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException leftForTheNextSweep) {
            return;
        }
    }
}
