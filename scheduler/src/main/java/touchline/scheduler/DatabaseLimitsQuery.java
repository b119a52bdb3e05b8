package touchline.scheduler;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads which tables and how many connections the database has. */
final class DatabaseLimitsQuery {
    private DatabaseLimitsQuery() {}

    /** Returns the tables that do not exist. */
    static List<String> missing(Handle handle, List<String> tables) {
        return handle.createQuery("SELECT t FROM unnest(:tables::text[]) AS t WHERE to_regclass(t) IS NULL")
                .bindArray("tables", String.class, tables)
                .mapTo(String.class)
                .list();
    }

    /** The connections that the server accepts, and those in use. */
    record Connections(int most, int taken) {}

    static Connections connections(Handle handle) {
        return handle.createQuery("""
                        SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
                               (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS taken
                        """)
                .map((row, context) -> new Connections(row.getInt("most"), row.getInt("taken")))
                .one();
    }
}
