package touchline.bench;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.Backlog;
import touchline.market.recovery.Epoch;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.Guardian;
import touchline.stores.redis.RedisSentinels;

/** Orders per second that are acknowledged at once, compared with those that wait for a replica. */
final class ReplicaBench {
    private static final int TRADERS = 32;
    private static final int ORDERS = 4_000;
    private static final String AT_ONCE = "orders at once/s";
    private static final String REPLICATED = "orders on a replica/s";
    private static final String SHARE = "orders on a replica, share";

    private final PrintStream out;
    private final int rounds;

    ReplicaBench(BenchPace pace, PrintStream out) {
        this.rounds = pace.rounds(12);
        this.out = out;
    }

    Figures run() throws Exception {
        Path directory = Files.createTempDirectory("touchline-bench-replicas");
        Guardian guardian = Guardian.over(directory, true);
        try {
            return run(directory);
        } finally {
            guardian.end();
        }
    }

    private Figures run(Path directory) throws Exception {
        Figures figures = new Figures();
        try (RedisSentinels servers = RedisSentinels.start(directory, null, "--appendfsync", "always");
                RedisClient alone = pool(servers, 0);
                RedisClient waiting = pool(servers, 1)) {
            neverFailOver(servers);
            open(alone);
            perSecond(alone);
            perSecond(waiting);
            for (int round = 0; round < rounds; round++) {
                boolean waitingFirst = round % 2 == 0;
                double first = perSecond(waitingFirst ? waiting : alone);
                double second = perSecond(waitingFirst ? alone : waiting);
                double atOnce = waitingFirst ? second : first;
                double replicated = waitingFirst ? first : second;
                figures.add(AT_ONCE, atOnce);
                figures.add(REPLICATED, replicated);
                figures.add(SHARE, replicated / atOnce); // of rounds side by side: on a busy machine both are slow
            }
        }
        out.printf(
                "Orders, appendfsync always, %d traders (median of %d): %.0f/s at once, %.0f/s on a replica too: %.0f %%%n%n",
                TRADERS, rounds, figures.median(AT_ONCE), figures.median(REPLICATED), 100 * figures.median(SHARE));
        return figures;
    }

    private static RedisClient pool(RedisSentinels servers, int replicas) {
        return new RedisConnections(RedisAddress.parse(servers.url(), null), replicas).pool("bench", TRADERS);
    }

    /** A busy machine is no dead primary. */
    private static void neverFailOver(RedisSentinels servers) {
        for (int port : servers.sentinelPorts()) {
            try (Jedis sentinel = new Jedis("127.0.0.1", port)) {
                sentinel.sentinelSet(RedisSentinels.NAME, Map.of("down-after-milliseconds", "60000"));
            }
        }
    }

    private static void open(RedisClient redis) {
        Epoch.openWithoutBook(redis);
        new Backlog(redis, Duration.ofHours(1)).enforce(); // nothing is flushed here
        for (int n = 0; n < TRADERS; n++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(1 + n), "P" + n, 1, "T", "Midfielder", Price.of(1_000_000), 1_000_000));
            new Wallets(redis)
                    .open(user(n), "bench" + n, UserKind.HUMAN, Money.coins(100_000_000))
                    .orThrow();
        }
    }

    private static UserId user(int n) {
        return UserId.of("bench" + n);
    }

    private static double perSecond(RedisClient redis) throws Exception {
        SpotTrading spot = new SpotTrading(redis, MarketRules.standard());
        ExecutorService threads = Executors.newFixedThreadPool(TRADERS);
        try {
            List<Callable<Boolean>> traders = new ArrayList<>();
            for (int n = 0; n < TRADERS; n++) {
                UserId user = user(n);
                InstrumentId instrument = InstrumentId.of(1 + n);
                traders.add(() -> {
                    for (int order = 0; order < ORDERS / TRADERS; order++) {
                        Side side = order % 2 == 0 ? Side.BUY : Side.SELL;
                        spot.place(new OrderRequest(user, instrument, side, Quantity.of(1), null, null))
                                .orThrow();
                    }
                    return true;
                });
            }
            long before = System.nanoTime();
            for (Future<Boolean> trader : threads.invokeAll(traders)) {
                trader.get();
            }
            return ORDERS * 1e9 / (System.nanoTime() - before);
        } finally {
            threads.shutdownNow();
        }
    }
}
