package touchline.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings a database to the schema of this build. */
public final class Migrations {
    private static final String LOCATION = "classpath:touchline/migrations";

    private Migrations() {}

    /**
     * Applies all missing migrations. Concurrent callers wait for each other.
     *
     * @throws IllegalStateException when the database can't be reached
     * @throws org.flywaydb.core.api.FlywayException when a migration fails, or an applied one was changed since
     */
    public static MigrateResult migrate(DataSource database) {
        // Flyway's own message about an unreachable server is a page long and begins with its retry settings.
        try (Connection probe = database.getConnection()) {
            if (probe.isReadOnly()) {
                throw new IllegalStateException("The database is read-only, so it can't be migrated");
            }
        } catch (SQLException unreachable) {
            throw new IllegalStateException("The database can't be reached: " + unreachable.getMessage(), unreachable);
        }
        return flyway(database).migrate();
    }

    /**
     * Returns the versions that the database lacks, oldest first, such as {@code V12}; empty if a newer build has migrated it.
     *
     * @throws org.flywaydb.core.api.FlywayException when the database can't be read
     */
    public static List<String> pending(DataSource database) {
        return Arrays.stream(flyway(database).info().pending())
                .map(migration -> "V" + migration.getVersion())
                .toList();
    }

    private static Flyway flyway(DataSource database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(LOCATION)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .load();
    }
}
