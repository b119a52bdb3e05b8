package touchline.bench;

import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.Breach;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.CloseReason;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.Stores;

/** Closes per second by position_breached.lua, compared with plain SETs over as many connections to the same server, with the same fsync. */
final class CloseBench {
    private static final int CONNECTIONS = 8;
    private static final int INSTRUMENTS = 100;

    private static final UserId USER = UserId.of("bench");
    private static final int POSITIONS = 16_000;
    private static final String CLOSES = "closes one at a time/s";
    private static final String PIPELINED = "closes pipelined/s";
    private static final String SETS = "SET one at a time/s";
    private static final String SETS_PIPELINED = "SET pipelined/s";

    private final Stores stores;
    private final PrintStream out;
    private final int rounds;
    private final int count;

    CloseBench(Stores stores, BenchPace pace, PrintStream out) {
        this.stores = stores;
        this.out = out;
        this.rounds = pace.rounds();
        this.count = pace.size(POSITIONS);
    }

    Figures run() throws Exception {
        Figures figures = new Figures();
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            for (int round = 0; round < rounds; round++) {
                figures.add(CLOSES, closes(redis, open(redis)));
                requireAllClosed(redis);
                figures.add(PIPELINED, pipelined(redis, open(redis)));
                requireAllClosed(redis);
                figures.add(SETS, perSecond(share -> share.forEach(n -> redis.set("bench:" + n, "x"))));
                figures.add(SETS_PIPELINED, perSecond(share -> {
                    try (AbstractPipeline pipeline = redis.pipelined()) {
                        share.forEach(n -> pipeline.set("bench:" + n, "x"));
                    }
                }));
            }
        }
        out.println("Closes through position_breached.lua, appendfsync always, " + CONNECTIONS
                + " connections (median of " + rounds + ")");
        row("one at a time", figures, CLOSES, SETS);
        row("pipelined", figures, PIPELINED, SETS_PIPELINED);
        RedisBenchmark.sets(URI.create(stores.redisUrl()), CONNECTIONS)
                .ifPresentOrElse(
                        rate -> out.printf(
                                "  redis-benchmark, same server, %d connections: %.0f SET/s%n", CONNECTIONS, rate),
                        () -> out.println("  (redis-benchmark is not on the path: the ceiling is this client's)"));
        out.println();
        return figures;
    }

    /** A refusal costs less than a close. */
    private static void requireAllClosed(RedisClient redis) {
        long open = redis.scard(Keys.positionsOfUser(USER));
        if (open > 0) {
            throw new IllegalStateException(open + " positions were not closed");
        }
    }

    private void row(String how, Figures figures, String closes, String ceiling) {
        double ours = figures.median(closes);
        double theirs = figures.median(ceiling);
        out.printf(
                "  %-14s %10.0f closes/s   ceiling %10.0f SET/s   %3.0f %%%n", how, ours, theirs, 100 * ours / theirs);
    }

    private List<Position> open(RedisClient redis) {
        redis.flushAll();
        Epoch.openWithoutBook(redis);
        new Wallets(redis)
                .open(USER, "bench", UserKind.HUMAN, Money.coins(100_000_000))
                .orThrow();
        Positions positions = new Positions(redis, MarketRules.standard());
        List<Position> open = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            InstrumentId instrument = InstrumentId.of(1 + n % INSTRUMENTS);
            if (n < INSTRUMENTS) {
                new Instruments(redis)
                        .list(new Listing(instrument, "P" + n, 1, "T", "Midfielder", Price.of(1_000_000), 1_000_000));
            }
            open.add(positions
                    .open(new OpenRequest(USER, instrument, Direction.LONG, Quantity.of(1), 10, null, null, null, null))
                    .orThrow());
        }
        return open;
    }

    private double closes(RedisClient redis, List<Position> open) throws Exception {
        Positions positions = new Positions(redis, MarketRules.standard());
        return perSecond(share -> share.forEach(n -> positions.closeBreached(breach(open.get(n)), null)));
    }

    private double pipelined(RedisClient redis, List<Position> open) throws Exception {
        Positions positions = new Positions(redis, MarketRules.standard());
        return perSecond(share -> positions.closeBreached(
                share.stream().map(n -> breach(open.get(n))).toList(), null));
    }

    private static Breach breach(Position position) {
        return Breach.recorded(position, CloseReason.WASH_OUT, position.openSeq() + 1, Price.of(position.washOut()));
    }

    /** Processes its share of the numbers. */
    private interface Worker {
        void work(List<Integer> share);
    }

    private double perSecond(Worker worker) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Callable<Boolean>> shares = new ArrayList<>();
            for (int thread = 0; thread < CONNECTIONS; thread++) {
                int first = thread;
                List<Integer> share = IntStream.range(0, count)
                        .filter(n -> n % CONNECTIONS == first)
                        .boxed()
                        .toList();
                shares.add(() -> {
                    worker.work(share);
                    return true;
                });
            }
            long began = System.nanoTime();
            for (Future<Boolean> share : threads.invokeAll(shares)) {
                share.get();
            }
            return count * 1e9 / (System.nanoTime() - began);
        } finally {
            threads.shutdown();
        }
    }
}
