package touchline.stores.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.migrations.Migrations;

final class MigrationsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    /** Earlier ones are applied everywhere. */
    private static final int FIRST_THAT_EXPANDS = 19;

    private static final Pattern CONTRACTS = Pattern.compile(
            "(?i)\\bDROP (TABLE|COLUMN|VIEW|TYPE|FUNCTION|SEQUENCE)\\b|\\bRENAME\\b|\\bSET NOT NULL\\b|\\bALTER COLUMN \\w+ (SET DATA )?TYPE\\b");

    @Test
    @ExtendWith(StoresExtension.class)
    void aMigratedDatabaseIsLeftAsItIs(TestStores stores) {
        assertThat(Migrations.migrate(stores.dataSource()).migrationsExecuted).isZero();
    }

    /** A statement that waits for a lock makes all others on its table wait behind it. */
    @Test
    @ExtendWith(StoresExtension.class)
    void aMigrationThatWaitsForALockGivesWayAndIsTriedAgain(TestStores stores) throws Exception {
        PGSimpleDataSource fresh = new PGSimpleDataSource();
        fresh.setUrl(stores.databaseUrl());
        fresh.setUser(stores.user());
        fresh.setPassword(stores.password());
        fresh.setCurrentSchema("fresh");
        try (Connection other = fresh.getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("CREATE SCHEMA fresh");
            other.setAutoCommit(false);
            statement.execute("CREATE TABLE instruments (id bigint)"); // which a migration creates too
            CompletableFuture<MigrateResult> migrated = CompletableFuture.supplyAsync(() -> Migrations.migrate(fresh));

            await().atMost(SOON).until(() -> !waiting(stores).isEmpty());
            String first = waiting(stores);
            await().atMost(SOON)
                    .until(() -> !waiting(stores).isEmpty() && !waiting(stores).equals(first));
            other.rollback();

            assertThat(migrated.get(60, TimeUnit.SECONDS).success).isTrue();
        }
        assertThat(Migrations.pending(fresh)).isEmpty();
    }

    /** When the statement that waits for a lock began; empty if none waits. */
    private static String waiting(TestStores stores) throws SQLException {
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT coalesce(max(query_start)::text, '') FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                                + " AND pid <> pg_backend_pid()")) {
            row.next();
            return row.getString(1);
        }
    }

    /** The version before runs on the schema of this one: what it uses is dropped, renamed or restricted one version later. */
    @Test
    void migrationsOnlyExpand() throws Exception {
        Path place = Path.of(Migrations.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (FileSystem jar = Files.isDirectory(place) ? null : FileSystems.newFileSystem(place);
                Stream<Path> files =
                        Files.list((jar == null ? place : jar.getPath("/")).resolve("touchline/migrations"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".sql"))
                            .filter(file -> version(file) >= FIRST_THAT_EXPANDS))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(contractions(Files.readString(file)))
                            .as(file + ": allowed a version later, after a line '-- contracts: VERSION'")
                            .isEmpty());
        }
        assertThat(contractions("ALTER TABLE a ADD COLUMN b int NOT NULL;")).hasSize(1);
        assertThat(contractions("ALTER TABLE a RENAME TO b; DROP TABLE c; ALTER TABLE d ALTER e SET NOT NULL;"))
                .hasSize(3);
        assertThat(contractions("-- contracts: 0.9.0, which still reads it\nDROP TABLE c;"))
                .isEmpty();
        assertThat(contractions("ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0;"))
                .isEmpty();
    }

    private static int version(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceAll("^V([0-9]+)__.*", "$1"));
    }

    private static List<String> contractions(String sql) {
        if (sql.lines().anyMatch(line -> line.matches("-- contracts: [0-9].*"))) {
            return List.of();
        }
        return Pattern.compile(";")
                .splitAsStream(sql.replaceAll("--[^\n]*", " ").replaceAll("\\s+", " "))
                .filter(statement -> CONTRACTS.matcher(statement).find()
                        || (statement.matches("(?i).*ADD COLUMN.* NOT NULL.*")
                                && !statement.matches("(?i).* (DEFAULT|GENERATED) .*")))
                .toList();
    }

    @Test
    void anUnreachableDatabaseIsReported() {
        PGSimpleDataSource unreachable = new PGSimpleDataSource();
        unreachable.setUrl("jdbc:postgresql://127.0.0.1:1/book");
        assertThatThrownBy(() -> Migrations.migrate(unreachable))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("The database can't be reached");
    }
}
