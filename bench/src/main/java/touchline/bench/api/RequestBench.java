package touchline.bench.api;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import touchline.api.auth.AccessTokens;
import touchline.bench.BenchPace;
import touchline.bench.Figures;
import touchline.bench.api.Load.Result;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;

/** Requests to a node, compared with an endpoint that does nothing and with the same step without HTTP. */
final class RequestBench {
    private final RedisClient redis;
    private final int empty;
    private final int node;
    private final BenchPace pace;
    private final PrintStream out;
    private final Figures figures = new Figures();

    /**
     * @param empty port of the application that does nothing
     * @param node port of the node
     */
    RequestBench(RedisClient redis, int empty, int node, BenchPace pace, PrintStream out) {
        this.redis = redis;
        this.empty = empty;
        this.node = node;
        this.pace = pace;
        this.out = out;
    }

    Figures run() throws Exception {
        out.println(
                "Requests over " + Load.CONNECTIONS + " kept connections, appendfsync always, our own load generator");
        out.printf(
                "  %-28s %10s %8s %8s   %14s %14s%n", "", "requests/s", "p50 ms", "p99 ms", "of empty", "of no HTTP");
        Result get = Load.run(pace, n -> {
            HttpConnection connection = new HttpConnection(empty, null);
            return () -> connection.get("/empty");
        });
        row("empty endpoint, GET", get, null, null);
        Result post = Load.run(pace, n -> {
            HttpConnection connection = new HttpConnection(empty, null);
            return () -> connection.post("/empty", order(n, "BUY"));
        });
        row("empty endpoint, POST", post, null, null);

        Instruments instruments = new Instruments(redis);
        Result direct = Load.run(pace, n -> () -> instruments.find(InstrumentId.of(n + 1)));
        row("price, no HTTP", direct, null, null);
        Result price = Load.run(pace, n -> {
            HttpConnection connection = new HttpConnection(node, null);
            return () -> connection.get("/v1/instruments/" + (n + 1));
        });
        row("price", price, get, direct);

        Result spot = Load.run(pace, n -> spot(redis, n));
        row("order, no HTTP", spot, null, null);
        Result order = Load.run(pace, n -> {
            HttpConnection connection = new HttpConnection(node, token(n));
            connection.get("/v1/me");
            boolean[] holds = {false};
            return () -> {
                connection.post("/v1/orders", order(n, holds[0] ? "SELL" : "BUY"));
                holds[0] = !holds[0];
            };
        });
        row("order", order, post, spot);

        Result pairs = Load.run(pace, n -> positions(redis, n));
        row("open and close, no HTTP", pairs, null, null);
        Result position = Load.run(pace, n -> {
            HttpConnection connection = new HttpConnection(node, token(n));
            connection.get("/v1/me");
            return () -> {
                String opened = connection.post("/v1/positions", position(n));
                String id = opened.replaceFirst(".*?\"id\":\"(\\d+)\".*", "$1");
                connection.post("/v1/positions/" + id + "/close", "");
            };
        });
        row("open and close (2 requests)", position, post, pairs);
        out.println();
        return figures;
    }

    private void row(String what, Result result, @Nullable Result empty, @Nullable Result direct) {
        figures.add(what + ", requests/s", result.perSecond());
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

    private static String token(int n) {
        return new AccessTokens(ApiBench.SECRET.getBytes(StandardCharsets.UTF_8), Clock.systemUTC())
                .mint(UserId.of("trader-" + n), "trader-" + n, Duration.ofHours(1));
    }
}
