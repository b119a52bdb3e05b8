package touchline.stores.junit;

import java.net.URI;
import javax.sql.DataSource;
import redis.clients.jedis.Jedis;

/** One test's own database, migrated, and a Redis that was empty when the test began. Closing it drops the database. */
public final class TestStores implements AutoCloseable {
    private static final class Template {
        static final Databases DATABASES = new Databases(SharedServers.get());
    }

    private final Servers servers;
    private final String database;

    private TestStores(Servers servers, String database) {
        this.servers = servers;
        this.database = database;
    }

    /**
     * A fresh database and an emptied Redis, outside of Jupiter (see {@link StoresExtension} for within). All share the one
     * Redis, so only one may be in use at a time; the first call in a JVM starts the servers, which takes seconds.
     */
    public static TestStores open() {
        TestStores stores = new TestStores(SharedServers.get(), Template.DATABASES.create());
        stores.flushRedis();
        return stores;
    }

    /** A JDBC URL. */
    public String databaseUrl() {
        return servers.databaseUrl(database);
    }

    public String user() {
        return servers.user();
    }

    public String password() {
        return servers.password();
    }

    /** Connections are opened on demand and not pooled. */
    public DataSource dataSource() {
        return Template.DATABASES.dataSource(database);
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
    public void close() {
        Template.DATABASES.drop(database);
    }
}
