package touchline.sandbox.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.api.auth.AccessTokens;
import touchline.market.wallet.UserId;
import touchline.simulator.SimulatorOptions;
import touchline.simulator.SportmonksSimulator;
import touchline.simulator.recording.Recording;
import touchline.stores.junit.TestStores;

/** The stores and the feed that nodes share, and access to both for the test. */
final class MarketCluster implements AutoCloseable {
    private static final String SECRET = "a secret for tests that is long enough";

    final SportmonksSimulator simulator;
    final Jdbi jdbi;
    final RedisClient redis;
    private final TestStores stores;
    private final double speed;
    private final List<MarketNodeProcess> started = new ArrayList<>();
    private final List<LocalNode> local = new ArrayList<>();
    private final List<Process> flushers = new ArrayList<>();

    MarketCluster(TestStores stores, List<Recording> recordings, double speed) {
        this(stores, recordings, SimulatorOptions.defaults().withSpeed(speed).withKickOffDelay(Duration.ofSeconds(8)));
    }

    MarketCluster(TestStores stores, List<Recording> recordings, SimulatorOptions options) {
        this.stores = stores;
        this.speed = options.speed();
        this.simulator = SportmonksSimulator.start(recordings, options);
        this.jdbi = Jdbi.create(stores.dataSource());
        this.redis = RedisClient.create(stores.redisUrl());
    }

    MarketNodeProcess node(Map<String, String> more) throws Exception {
        MarketNodeProcess node = MarketNodeProcess.start(environment(more));
        started.add(node);
        return node;
    }

    /** Starts a node in this JVM, which can't be killed. */
    LocalNode localNode(Map<String, String> more) throws Exception {
        LocalNode node = LocalNode.start(environment(more));
        local.add(node);
        return node;
    }

    /** Starts the flusher in its own process. */
    Process flusher(Map<String, String> more) throws IOException {
        Process flusher = MarketNodeProcess.command(environment(more), "touchline.api.TouchlineMain", "flusher");
        flushers.add(flusher);
        return flusher;
    }

    /** Starts a node from a jar, with its own configuration, in its own process. */
    Process program(Path jar, Path configuration, Map<String, String> more) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(java, "-jar", jar.toString(), "server", configuration.toString()).inheritIO();
        builder.environment().putAll(environment(more));
        Process program = builder.start();
        flushers.add(program); // ended with the others
        return program;
    }

    private Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DATABASE_URL", stores.databaseUrl());
        environment.put("DATABASE_USER", stores.user());
        environment.put("DATABASE_PASSWORD", stores.password());
        environment.put("REDIS_URL", stores.redisUrl());
        environment.put("REDIS_MAY_FORGET", "1");
        environment.put("HTTP_PORT", "0");
        environment.put("ADMIN_PORT", "0");
        environment.put("SPORTMONKS_API_KEY", simulator.token());
        environment.put("SPORTMONKS_BASE_URL", simulator.baseUrl().toString());
        environment.put("SPORTMONKS_LEAGUES", "");
        environment.put("FEED_IDLE", "3s");
        environment.put("FEED_SETTLE_AFTER", Math.round(120_000 / speed) + "ms");
        environment.put("FEED_VANISH_AFTER", Math.round(10_000 / speed) + "ms");
        environment.put("MARKET_IN_PLAY_DELAY", "0s"); // except in tests of the delay
        environment.put("MARKET_FREEZE_AFTER_EVENT", "0s");
        environment.put("FEED_SILENT_AFTER", "10m"); // a slow machine is no silent feed
        environment.put("BOT_ENABLED", "1");
        environment.put("BOT_EVERY", "1s");
        environment.put("FLUSHER_EMBEDDED", "1");
        environment.put("SHUTDOWN_LEAVE", "0s");
        environment.put("TOKEN_SECRET", SECRET);
        environment.put("RATE_LIMITS", "0"); // these tests send more than any user
        environment.put("LIMIT_OPEN_POSITIONS", "0");
        environment.put("LOG_LEVEL", "ERROR");
        environment.putAll(more);
        return environment;
    }

    static String token(String user) {
        return new AccessTokens(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.time.Clock.systemUTC())
                .mint(UserId.of(user), user, Duration.ofHours(1));
    }

    long count(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        started.forEach(MarketNodeProcess::end); // after a failure too
        local.forEach(LocalNode::end);
        flushers.forEach(Process::destroyForcibly);
        simulator.close();
        redis.close();
    }
}
