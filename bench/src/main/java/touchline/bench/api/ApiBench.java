package touchline.bench.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;
import touchline.api.auth.AccessTokens;
import touchline.bench.api.Load.Result;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Direction;
import touchline.market.position.OpenRequest;
import touchline.market.position.Positions;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/**
 * What a request costs beside an endpoint that does nothing and beside the same step without HTTP; and how soon thousands who listen are told of a tick. The
 * servers are processes of their own; this one asks.
 */
public final class ApiBench {
    private static final String SECRET = "a secret for the bench that is long enough";
    private static final int INSTRUMENTS = 1_000;
    private static final int LISTENERS = 5_000;
    private static final int WATCHED = 10;
    private static final int FEW = 50;
    private static final Duration LISTENED = Duration.ofSeconds(15);

    private final Stores stores;
    private final Path home;
    private final PrintStream out;

    /**
     * A bench.
     *
     * @param home where {@code config.yml} is
     */
    public ApiBench(Stores stores, Path home, PrintStream out) {
        this.stores = stores;
        this.home = home;
        this.out = out;
    }

    public void run() throws Exception {
        migrate();
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
                requests(redis, empty.port(), node.port());
                streams(redis, node);
            } finally {
                Files.delete(emptyConfig);
            }
        }
    }

    private void requests(RedisClient redis, int empty, int node) throws Exception {
        out.println("Requests over " + Load.CONNECTIONS
                + " connections that are kept, appendfsync always (3 s warm, 6 s measured)");
        out.printf(
                "  %-28s %10s %8s %8s   %14s %14s%n", "", "requests/s", "p50 ms", "p99 ms", "of empty", "of no HTTP");
        Result get = Load.run(n -> {
            Wire wire = new Wire(empty, null);
            return () -> wire.get("/empty");
        });
        row("empty endpoint, GET", get, null, null);
        Result post = Load.run(n -> {
            Wire wire = new Wire(empty, null);
            return () -> wire.post("/empty", order(n, "BUY"));
        });
        row("empty endpoint, POST", post, null, null);

        Instruments instruments = new Instruments(redis);
        Result direct = Load.run(n -> () -> instruments.find(InstrumentId.of(n + 1)));
        row("price, no HTTP", direct, null, null);
        Result price = Load.run(n -> {
            Wire wire = new Wire(node, null);
            return () -> wire.get("/v1/instruments/" + (n + 1));
        });
        row("price", price, get, direct);

        Result spot = Load.run(n -> spot(redis, n));
        row("order, no HTTP", spot, null, null);
        Result order = Load.run(n -> {
            Wire wire = new Wire(node, token(n));
            wire.get("/v1/me");
            boolean[] holds = {false};
            return () -> {
                wire.post("/v1/orders", order(n, holds[0] ? "SELL" : "BUY"));
                holds[0] = !holds[0];
            };
        });
        row("order", order, post, spot);

        Result pairs = Load.run(n -> positions(redis, n));
        row("open and close, no HTTP", pairs, null, null);
        Result position = Load.run(n -> {
            Wire wire = new Wire(node, token(n));
            wire.get("/v1/me");
            return () -> {
                String opened = wire.post("/v1/positions", position(n));
                String id = opened.replaceFirst(".*?\"id\":\"(\\d+)\".*", "$1");
                wire.post("/v1/positions/" + id + "/close", "");
            };
        });
        row("open and close (2 requests)", position, post, pairs);
        out.println();
    }

    private void row(String what, Result result, @Nullable Result empty, @Nullable Result direct) {
        out.printf(
                "  %-28s %10.0f %8.2f %8.2f   %14s %14s%n",
                what,
                result.perSecond(),
                result.p50Millis(),
                result.p99Millis(),
                empty == null ? "" : share(result, empty),
                direct == null ? "" : share(result, direct));
    }

    private static String share(Result one, Result other) {
        return "%.0f %%".formatted(100 * one.perSecond() / other.perSecond());
    }

    private void streams(RedisClient redis, ServerProcess node) throws Exception {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : LISTENERS;
        int listeners = (int) Math.min(LISTENERS, files - 300);
        out.println(
                listeners + " listen to the stream, 1,000 ticks a second in all (" + LISTENED.toSeconds() + " s each)");
        ServerProcess.Kept before = node.kept();
        try (Crowd crowd = Crowd.gather(node.port(), listeners, n -> watchlist(n))) {
            told(
                    "each to " + WATCHED + " of 1,000 instruments",
                    redis,
                    crowd,
                    INSTRUMENTS,
                    (double) listeners * WATCHED / INSTRUMENTS);
            ServerProcess.Kept with = node.kept();
            out.printf(
                    "  heap of the node: %.0f MiB before, %.0f MiB with them, %.1f KiB a listener; threads %d before, %d with them%n",
                    before.heapBytes() / 1048576.0,
                    with.heapBytes() / 1048576.0,
                    (with.heapBytes() - before.heapBytes()) / 1024.0 / listeners,
                    before.threads(),
                    with.threads());
        }
        try (Crowd crowd = Crowd.gather(node.port(), listeners, n -> "")) {
            told("each to all of " + FEW + " instruments", redis, crowd, FEW, listeners);
            ServerProcess.Kept with = node.kept();
            out.printf("  heap of the node: %.0f MiB with them%n", with.heapBytes() / 1048576.0);
        }
        out.println();
    }

    private void told(String who, RedisClient redis, Crowd crowd, int instruments, double pricesATick)
            throws Exception {
        try (Ticker ticker = Ticker.start(redis, instruments)) {
            Thread.sleep(5_000);
            crowd.begin();
            long made = ticker.made();
            long began = System.nanoTime();
            Thread.sleep(LISTENED.toMillis());
            Crowd.Delivered delivered = crowd.end();
            made = ticker.made() - made;
            double seconds = (System.nanoTime() - began) / 1e9;
            out.printf(
                    "  %-38s %5.0f ticks/s, %9.0f prices/s told (%3.0f %%; the rest replaced by newer ones), p50 %d ms, p99 %d ms, most %d ms%n",
                    who,
                    made / seconds,
                    delivered.prices() / seconds,
                    100 * delivered.prices() / (made * pricesATick),
                    delivered.p50Millis(),
                    delivered.p99Millis(),
                    delivered.mostMillis());
        }
    }

    private static String watchlist(int n) {
        StringBuilder ids = new StringBuilder("?instruments=");
        for (int one = 0; one < WATCHED; one++) {
            ids.append(one == 0 ? "" : ",").append(1 + (n * 7 + one * 97) % INSTRUMENTS);
        }
        return ids.toString();
    }

    private static Load.Call spot(RedisClient redis, int n) {
        SpotTrading spot = new SpotTrading(redis, MarketRules.standard());
        UserId user = user(redis, "direct-" + n);
        boolean[] holds = {false};
        return () -> {
            spot.place(new OrderRequest(
                            user, InstrumentId.of(n + 1), holds[0] ? Side.SELL : Side.BUY, Quantity.of(1), null, null))
                    .orThrow();
            holds[0] = !holds[0];
        };
    }

    private static Load.Call positions(RedisClient redis, int n) {
        Positions positions = new Positions(redis, MarketRules.standard());
        UserId user = user(redis, "direct-" + n);
        return () -> positions.closeByUser(
                user,
                positions
                        .open(new OpenRequest(
                                user,
                                InstrumentId.of(n + 1),
                                Direction.LONG,
                                Quantity.of(1),
                                10,
                                null,
                                null,
                                null,
                                null))
                        .orThrow()
                        .id());
    }

    private static UserId user(RedisClient redis, String name) {
        UserId user = UserId.of(name);
        new Wallets(redis)
                .open(user, name, UserKind.HUMAN, Money.coins(1_000_000))
                .orThrow();
        return user;
    }

    private static String order(int n, String side) {
        return "{\"instrumentId\":\"" + (n + 1) + "\",\"side\":\"" + side + "\",\"quantity\":1}";
    }

    private static String position(int n) {
        return "{\"instrumentId\":\"" + (n + 1) + "\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":10}";
    }

    private static void list(RedisClient redis) {
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
        }
    }

    private static String token(int n) {
        return new AccessTokens(SECRET.getBytes(StandardCharsets.UTF_8), Clock.systemUTC())
                .mint(UserId.of("trader-" + n), "trader-" + n, Duration.ofHours(1));
    }

    private void migrate() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(stores.databaseUrl());
        database.setUser(stores.databaseUser());
        database.setPassword(stores.databasePassword());
        Migrations.migrate(database);
    }

    /** The same server, and nothing else of our configuration. */
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
                Map.entry("HTTP_PORT", "0"),
                Map.entry("ADMIN_PORT", "0"),
                Map.entry("TOKEN_SECRET", SECRET),
                Map.entry("FLUSHER_EMBEDDED", "1"),
                Map.entry("BOT_ENABLED", "0"),
                Map.entry("RATE_LIMITS", "0"),
                Map.entry("MARKET_STAKE", "1000000"),
                Map.entry("LOG_LEVEL", "ERROR"));
    }
}
