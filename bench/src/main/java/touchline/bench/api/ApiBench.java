package touchline.bench.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.util.JedisURIHelper;
import touchline.bench.BenchPace;
import touchline.bench.Figures;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Price;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/** Measures the client API: starts a node and an empty Dropwizard application as processes, and runs the parts against them. */
public final class ApiBench {
    static final String SECRET = "a secret for the bench that is long enough";
    static final int INSTRUMENTS = 1_000;

    private final Stores stores;
    private final Path home;
    private final BenchPace pace;
    private final PrintStream out;

    /** The parts, by name. */
    public static final List<String> PARTS = List.of("reads", "requests", "listeners");

    /** @param home the directory of {@code config.yml} */
    public ApiBench(Stores stores, Path home, BenchPace pace, PrintStream out) {
        this.stores = stores;
        this.home = home;
        this.pace = pace;
        this.out = out;
    }

    /** Runs parts, and returns their figures. */
    public Figures run(List<String> parts) throws Exception {
        BookSeed.write(migrate());
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(Load.CONNECTIONS);
        pool.setMaxIdle(Load.CONNECTIONS);
        try (RedisClient redis = RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(URI.create(stores.redisUrl())))
                .poolConfig(pool)
                .build()) {
            Path emptyConfig = emptyConfig();
            try (ServerProcess empty = ServerProcess.start("empty", emptyConfig, ports());
                    ServerProcess node = ServerProcess.start("node", home.resolve("config.yml"), environment())) {
                list(redis);
                Figures figures = new Figures();
                if (parts.contains("reads")) {
                    figures.addAll(new ReadBench(empty, node, pace, out).run());
                }
                if (parts.contains("requests")) {
                    figures.addAll(new RequestBench(redis, empty.port(), node.port(), pace, out).run());
                }
                if (parts.contains("listeners")) {
                    figures.addAll(new StreamBench(redis, node, pace, out).run());
                }
                return figures;
            } finally {
                Files.delete(emptyConfig);
            }
        }
    }

    /** Instruments with two ticks: one of today, and one of yesterday that only the book has. */
    private static void list(RedisClient redis) {
        long now = System.currentTimeMillis();
        for (long id = 1; id <= INSTRUMENTS; id++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            1,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            1_000_000));
            redis.hset(Keys.instrument(id), "tick_seq", "2");
            redis.xadd(
                    Keys.priceTicks(id),
                    new StreamEntryID(now, 2),
                    Map.of("seq", "2", "price", "1000000", "at", Long.toString(now)));
        }
    }

    private DataSource migrate() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(stores.databaseUrl());
        database.setUser(stores.databaseUser());
        database.setPassword(stores.databasePassword());
        Migrations.migrate(database);
        return database;
    }

    /** The {@code server} section of {@code config.yml} alone. */
    private Path emptyConfig() throws IOException {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        ObjectNode all = (ObjectNode) yaml.readTree(Files.readString(home.resolve("config.yml"))
                .replaceAll("\\$\\{[A-Z_]+_PORT:-\\d+}", "0")
                .replaceAll("\\$\\{[A-Z_]+:-([^}]*)}", "$1"));
        ObjectNode server = yaml.createObjectNode();
        server.set("server", all.get("server"));
        server.putObject("logging").put("level", "ERROR");
        Path config = Files.createTempFile("touchline-bench-empty", ".yml");
        yaml.writeValue(config.toFile(), server);
        return config;
    }

    private static Map<String, String> ports() {
        return Map.of("HTTP_PORT", "0", "ADMIN_PORT", "0");
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("DATABASE_URL", stores.databaseUrl()),
                Map.entry("DATABASE_USER", stores.databaseUser()),
                Map.entry("DATABASE_PASSWORD", stores.databasePassword()),
                Map.entry("REDIS_URL", stores.redisUrl()),
                Map.entry("REDIS_MAY_FORGET", "1"),
                Map.entry("HTTP_PORT", "0"),
                Map.entry("ADMIN_PORT", "0"),
                Map.entry("TOKEN_SECRET", SECRET),
                Map.entry("FLUSHER_EMBEDDED", "1"),
                Map.entry("BOT_ENABLED", "0"),
                Map.entry("RATE_LIMITS", "0"),
                Map.entry("STREAM_MOST_PER_ADDRESS", "10000"), // all listeners are on this machine
                Map.entry("MARKET_STAKE", "1000000"),
                Map.entry("LOG_LEVEL", "ERROR"));
    }
}
