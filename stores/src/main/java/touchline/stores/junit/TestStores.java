package touchline.stores.junit;

import java.net.URI;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGPoolingDataSource;
import redis.clients.jedis.Jedis;

/**
 * One test's own database, migrated, and a Redis that was empty when the test began. The database is made when the test first
 * asks for it; closing drops it.
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

    /** Pooled; opens as many connections as are used at once. A session's settings stay with its connection. */
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

    /** Forgets every key, as a Redis that lost its data would; connections and subscriptions stay. */
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
