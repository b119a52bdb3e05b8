package touchline.api.wiring;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.api.config.TouchlineConfiguration;
import touchline.api.store.RedisDurability;
import touchline.api.store.RedisDurabilityHealth;
import touchline.api.store.StartupChecks;
import touchline.market.fixture.FeedWatch;
import touchline.market.fixture.FixtureRepository;
import touchline.market.halt.Halts;
import touchline.market.recovery.StoreMonitor;
import touchline.market.store.RedisConnections;

/** The open stores and the shared services from which a node is built. */
public record NodeContext(
        TouchlineConfiguration configuration,
        Environment environment,
        RedisConnections redisConnections,
        RedisClient redis,
        Jdbi jdbi,
        Clock clock) {
    /** Prefix of the gauge of a connection pool's size. */
    public static final String POOL = "touchline.pool";

    /** Opens the stores; they are closed after everything that uses them. */
    public static NodeContext open(TouchlineConfiguration configuration, Environment environment) {
        RedisConnections connections = configuration.redis().connections();
        RedisClient redis = redis(connections, environment, "api", 64);
        ManagedDataSource database = pool(configuration, environment, "api", 16);
        new StartupChecks(redis, database).run();
        RedisDurability durability = configuration.redis().durability(redis);
        durability.require();
        environment.healthChecks().register("redis-durability", new RedisDurabilityHealth(durability));
        return new NodeContext(
                configuration, environment, connections, redis, Jdbi.create(database), Clock.systemUTC());
    }

    /** The same stores over pools of their own, for subscribers and jobs: they go on while requests wait for a slow store. */
    public NodeContext background() {
        return over("background", 32, 16);
    }

    /** The same stores over pools of their own, for leases and settlements, which neither requests nor other jobs can starve. */
    public NodeContext reserved() {
        return over("leases", 14, 8);
    }

    /** The same stores over pools of their own, for operators: neither their pages nor somebody with a viewer's password can starve clients. */
    public NodeContext desk() {
        return over("operators", 16, 8);
    }

    private NodeContext over(String name, int redisSize, int databaseSize) {
        return new NodeContext(
                configuration,
                environment,
                redisConnections,
                redis(redisConnections, environment, name, redisSize),
                Jdbi.create(pool(name, databaseSize)),
                clock);
    }

    private static RedisClient redis(RedisConnections connections, Environment environment, String name, int size) {
        RedisClient redis = connections.pool(name, size);
        environment.lifecycle().manage(new Managed() {
            @Override
            public void stop() {
                redis.close();
            }
        });
        return redis;
    }

    /** A separate pool, so that its user can't be starved by others. */
    public ManagedDataSource pool(String name, int size) {
        return pool(configuration, environment, name, size);
    }

    /** Watches for a silent feed, over its own connections. */
    public FeedWatch feedWatch(Jdbi book) {
        return new FeedWatch(
                redis, new FixtureRepository(book), configuration.feed().patience());
    }

    /** Applies halts to trading, over its own connections. */
    public Halts halts() {
        return new Halts(redis, jdbi, configuration.market().breaker());
    }

    /** Compares Redis with the book, over its own connections. */
    public StoreMonitor storeMonitor(Jdbi book) {
        return StoreMonitor.withReport(redisConnections, redis, book);
    }

    private static ManagedDataSource pool(
            TouchlineConfiguration configuration, Environment environment, String name, int size) {
        ManagedDataSource pool = configuration.database().pool(size).build(environment.metrics(), name);
        environment.lifecycle().manage(pool);
        environment.metrics().registerGauge(MetricRegistry.name(POOL, name, "most"), () -> size);
        return pool;
    }
}
