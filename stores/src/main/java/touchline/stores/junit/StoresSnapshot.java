package touchline.stores.junit;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.params.RestoreParams;

/**
 * The content of both stores at one moment, for tests that begin where a long preparation ends: restoring takes milliseconds. The database user has to be a superuser, as
 * foreign keys are not checked meanwhile.
 */
public final class StoresSnapshot {
    private static final String TABLES = """
            SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relname <> 'flyway_schema_history'
            GROUP BY c.relname ORDER BY c.relname
            """;

    private final TestStores stores;
    private final List<Consumer<Pipeline>> keys = new ArrayList<>();
    private final String restoring;

    private StoresSnapshot(TestStores stores, String restoring) {
        this.stores = stores;
        this.restoring = restoring;
    }

    /** Copies what is in the stores now. At most one snapshot is taken of a database. */
    public static StoresSnapshot take(TestStores stores) {
        StoresSnapshot snapshot = new StoresSnapshot(stores, copyTables(stores));
        try (Jedis redis = snapshot.redis()) {
            for (String key : redis.keys("*")) {
                byte[] dump = redis.dump(key);
                long ttlMillis = Math.max(0, redis.pttl(key));
                snapshot.keys.add(pipeline -> pipeline.restore(key, ttlMillis, dump, RestoreParams.restoreParams()));
            }
        }
        return snapshot;
    }

    private static String copyTables(TestStores stores) {
        StringBuilder restoring = new StringBuilder("SET LOCAL session_replication_role = replica;\n");
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            List<String[]> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.add(new String[] {rows.getString(1), rows.getString(2)});
                }
            }
            statement.execute("CREATE SCHEMA snapshot");
            for (String[] table : tables) {
                statement.execute("CREATE TABLE snapshot.%1$s AS SELECT * FROM public.%1$s".formatted(table[0]));
                restoring.append("DELETE FROM public.%s;\n".formatted(table[0]));
                restoring.append(
                        "INSERT INTO public.%1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM snapshot.%1$s;\n"
                                .formatted(table[0], table[1]));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("the tables can't be copied", failure);
        }
        return restoring.toString();
    }

    /** Makes both stores what they were. */
    public void restore() {
        try (Jedis redis = redis()) {
            redis.flushAll();
            Pipeline pipeline = redis.pipelined();
            keys.forEach(key -> key.accept(pipeline));
            pipeline.sync();
        }
        try (Connection connection = stores.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(restoring);
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException failure) {
            throw new IllegalStateException("the tables can't be restored", failure);
        }
    }

    private Jedis redis() {
        return new Jedis(URI.create(stores.redisUrl()));
    }
}
