package touchline.bench.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;
import touchline.bench.BenchPace;
import touchline.bench.Figures;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.OpenRequest;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.position.rule.Direction;
import touchline.market.recovery.Epoch;
import touchline.market.spot.OrderRequest;
import touchline.market.spot.Side;
import touchline.market.spot.SpotTrading;
import touchline.market.wallet.UserId;
import touchline.market.wallet.UserKind;
import touchline.market.wallet.Wallets;
import touchline.stores.Stores;

/**
 * What one Redis primary can carry: its CPU time and memory for each step of the market, and orders a second from one, two and four client processes. The CPU
 * time contains no waiting, but a busy machine raises it too.
 */
public final class ScaleBench {
    private static final int TRADERS = 16;
    private static final int STEPS = 40_000;
    private static final int USERS = 20_000;
    static final int SECONDS = 8;
    private static final int INSTRUMENTS = 1_000;

    private final Stores stores;
    private final BenchPace pace;
    private final PrintStream out;
    private final Figures figures = new Figures();

    public ScaleBench(Stores stores, BenchPace pace, PrintStream out) {
        this.stores = stores;
        this.pace = pace;
        this.out = out;
    }

    /** A step of the n-th trader. */
    private interface Step {
        void once(int trader, int n);
    }

    /** Measures, prints, and returns the figures. */
    public Figures run() throws Exception {
        try (RedisClient redis = pool(stores.redisUrl())) {
            redis.flushAll();
            Epoch.openWithoutBook(redis);
            long empty = memory(redis);
            list(redis);
            long listed = memory(redis);
            for (int n = 0; n < pace.size(USERS); n++) {
                open(redis, "user-" + n);
            }
            long users = memory(redis);
            for (int trader = 0; trader < TRADERS; trader++) {
                open(redis, "trader-0-" + trader);
            }
            Positions positions = new Positions(redis, MarketRules.standard());
            SpotTrading spot = new SpotTrading(redis, MarketRules.standard());
            out.println(
                    "One Redis primary, appendfsync always, " + TRADERS + " connections: its CPU time for each step");
            step(redis, "price read", (trader, n) -> new Instruments(redis).find(InstrumentId.of(1 + n % INSTRUMENTS)));
            step(redis, "order", (trader, n) -> order(spot, user(0, trader), trader, n));
            forgetOutbox(redis);
            long before = memory(redis);
            int opened = pace.size(STEPS);
            List<List<Position>> open = new ArrayList<>();
            for (int trader = 0; trader < TRADERS; trader++) {
                open.add(new ArrayList<>());
            }
            step(
                    redis,
                    "opening of a position",
                    (trader, n) -> open.get(trader).add(position(positions, user(0, trader), n)));
            memory("user", users - listed, pace.size(USERS));
            memory("instrument", listed - empty, INSTRUMENTS);
            memory("open position, with its entry in the outbox", memory(redis) - before, opened);
            step(
                    redis,
                    "close of a position",
                    (trader, n) -> positions.closeByUser(
                            user(0, trader), open.get(trader).get(n).id()));
            out.println("Orders of client processes with " + TRADERS + " connections each, " + SECONDS + " s:");
            for (int processes : new int[] {1, 2, 4}) {
                processes(redis, processes);
            }
        }
        out.println();
        return figures;
    }

    private void processes(RedisClient redis, int count) throws Exception {
        forgetOutbox(redis);
        List<Process> processes = new ArrayList<>();
        double cpu = cpuSeconds(redis);
        long began = System.nanoTime();
        long orders = 0;
        try {
            for (int n = 0; n < count; n++) {
                processes.add(launch(10 * count + n));
            }
            for (Process process : processes) {
                orders += placed(process);
            }
        } finally {
            processes.forEach(Process::destroy);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        cpu = cpuSeconds(redis) - cpu;
        figures.add(count + " processes, orders/s", orders / (double) SECONDS);
        out.printf(
                "  %d processes %10.0f orders/s   Redis %5.1f us of CPU each, %3.0f %% of a core%n",
                count, orders / (double) SECONDS, cpu * 1e6 / Math.max(1, orders), 100 * cpu / seconds);
    }

    private Process launch(int process) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ScaleClient.class.getName(),
                        stores.redisUrl(),
                        Integer.toString(process))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long placed(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("ORDERS ")) {
                    return Long.parseLong(line.substring("ORDERS ".length()));
                }
            }
        }
        throw new IOException("a client process has ended without orders");
    }

    private void step(RedisClient redis, String name, Step step) throws Exception {
        forgetOutbox(redis);
        int each = pace.size(STEPS) / TRADERS;
        double cpu = cpuSeconds(redis);
        all(trader -> {
            for (int n = 0; n < each; n++) {
                step.once(trader, n);
            }
            return (long) each;
        });
        double micros = (cpuSeconds(redis) - cpu) * 1e6 / (each * TRADERS);
        figures.add("Redis, " + name + ", CPU us", micros);
        out.printf("  %-24s %6.1f us   %,9.0f/s with a core of its own%n", name, micros, 1e6 / micros);
    }

    /** No flusher runs here, and orders are refused once the book is a minute behind. */
    private static void forgetOutbox(RedisClient redis) {
        redis.del(Keys.OUTBOX_TRADES, Keys.OUTBOX_TICKS);
    }

    private void memory(String what, long bytes, int count) {
        figures.add("Redis, " + what + ", bytes", (double) bytes / count);
        out.printf("  memory: %,d bytes for each %s%n", bytes / count, what);
    }

    /** Work of one trader. */
    interface Work {
        long of(int trader) throws Exception;
    }

    static long all(Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TRADERS);
        try {
            List<Callable<Long>> traders = new ArrayList<>();
            for (int n = 0; n < TRADERS; n++) {
                int trader = n;
                traders.add(() -> work.of(trader));
            }
            long sum = 0;
            for (Future<Long> done : threads.invokeAll(traders)) {
                sum += done.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    static void order(SpotTrading spot, UserId user, int trader, int n) {
        Side side = n % 2 == 0 ? Side.BUY : Side.SELL;
        spot.place(new OrderRequest(user, InstrumentId.of(1 + trader), side, Quantity.of(1), null, null))
                .orThrow();
    }

    private static Position position(Positions positions, UserId user, int n) {
        InstrumentId instrument = InstrumentId.of(1 + n % INSTRUMENTS);
        return positions
                .open(new OpenRequest(user, instrument, Direction.LONG, Quantity.of(1), 10, null, null, null, null))
                .orThrow();
    }

    static UserId user(int process, int trader) {
        return UserId.of("trader-" + process + "-" + trader);
    }

    static void open(RedisClient redis, String user) {
        new Wallets(redis)
                .open(UserId.of(user), user, UserKind.HUMAN, Money.coins(100_000_000))
                .orThrow();
    }

    private static void list(RedisClient redis) {
        for (int n = 1; n <= INSTRUMENTS; n++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(n), "P" + n, 1, "T", "Midfielder", Price.of(1_000_000), 1_000_000));
        }
    }

    private static double cpuSeconds(RedisClient redis) {
        return info(redis, "cpu", "used_cpu_user_main_thread") + info(redis, "cpu", "used_cpu_sys_main_thread");
    }

    private static long memory(RedisClient redis) {
        return (long) info(redis, "memory", "used_memory");
    }

    private static double info(RedisClient redis, String section, String field) {
        return redis.info(section)
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line ->
                        Double.parseDouble(line.substring(field.length() + 1).trim()))
                .findFirst()
                .orElseThrow();
    }

    static RedisClient pool(String url) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(TRADERS);
        pool.setMaxIdle(TRADERS);
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(URI.create(url)))
                .poolConfig(pool)
                .build();
    }
}
