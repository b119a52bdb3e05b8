package touchline.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;

/** Brings a database to the schema of this build. */
public final class Migrations {
    private static final String LOCATION = "classpath:touchline/migrations";
    /** A statement that waits for a lock makes all later ones on its table wait too, so it gives up, and is tried again. */
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '3s'";

    private static final int ATTEMPTS = 20;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Migrations() {}

    /**
     * Applies all missing migrations. Concurrent callers wait for each other. A migration that doesn't get a lock within three seconds is rolled back and tried
     * again, twenty times, so that running nodes are never held up for longer.
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
        Flyway flyway = configuration(database).initSql(LOCK_TIMEOUT).load();
        for (int attempt = 1; true; attempt++) {
            try {
                return flyway.migrate();
            } catch (FlywayException e) {
                if (attempt == ATTEMPTS || !isLockTimeout(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isLockTimeout(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the versions that the database lacks, oldest first, such as {@code V12}; empty if a newer build has migrated it.
     *
     * @throws org.flywaydb.core.api.FlywayException when the database can't be read
     */
    public static List<String> pending(DataSource database) {
        return Arrays.stream(configuration(database).load().info().pending())
                .map(migration -> "V" + migration.getVersion())
                .toList();
    }

    private static FluentConfiguration configuration(DataSource database) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations(LOCATION)
                .cleanDisabled(true)
                .validateMigrationNaming(true);
    }
}
