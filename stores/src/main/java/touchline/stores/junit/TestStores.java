package touchline.stores.junit;

import java.net.URI;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPoolingDataSource;
import redis.clients.jedis.Jedis;

/**
 * A migrated database of one test, and a Redis that is empty when the test begins. The database is created on first use and
 * dropped on close.
 */
public final class TestStores implements AutoCloseable {
    private static final class Template {
        static final Databases DATABASES = new Databases(SharedServers.get());
    }

    private final Servers servers;
    private @Nullable String database;

    @SuppressWarnings("deprecation")
    private @Nullable PGPoolingDataSource pool;

    private TestStores(Servers servers) {
        this.servers = servers;
    }

    /**
     * A fresh database and an emptied Redis, outside of Jupiter (see {@link StoresExtension} for within). All share the one
     * Redis, so only one may be in use at a time; the first call in a JVM starts the servers, which takes seconds.
     */
    public static TestStores open() {
        TestStores stores = new TestStores(SharedServers.get());
        stores.flushRedis();
        return stores;
    }

    /** A JDBC URL. */
    public String databaseUrl() {
        return servers.databaseUrl(database());
    }

    public String user() {
        return servers.user();
    }

    public String password() {
        return servers.password();
    }

    /** A pool without a limit. A session's settings stay with its connection. */
    @SuppressWarnings("deprecation")
    public synchronized DataSource dataSource() {
        PGPoolingDataSource own = pool;
        if (own == null) {
            own = Template.DATABASES.pool(database());
            pool = own;
        }
        return own;
    }

    private synchronized String database() {
        String own = database;
        if (own == null) {
            own = Template.DATABASES.create();
            database = own;
        }
        return own;
    }

    /** {@code redis://host:port}. */
    public String redisUrl() {
        return servers.redisUrl();
    }

    /** Deletes every key, as if Redis had lost its data; connections and subscriptions stay. */
    public void flushRedis() {
        try (Jedis redis = new Jedis(URI.create(servers.redisUrl()))) {
            redis.flushAll();
        }
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
        if (database != null) {
            Template.DATABASES.drop(database);
        }
    }
}
