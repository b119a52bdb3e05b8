package touchline.bench;

import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import touchline.market.MarketRules;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.script.LuaScript;
import touchline.market.stopwatch.StopWatch;
import touchline.market.stopwatch.StopWatchStatus;
import touchline.market.store.RedisConnections;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/**
 * The latency of the StopWatch with a million open positions: from sending a tick to Redis until the close arrives at a subscriber. Ticks come at a fixed rate,
 * each through the scripts' {@code reprice}; every twentieth breaches one position.
 */
final class StopWatchBench {
    private static final int INSTRUMENTS = 1_000;
    private static final int POSITIONS = 1_000_000;
    private static final int POSITIONS_A_USER = 10;
    private static final int BREACHED = 60; // on each instrument, one below the other
    private static final long BASE = 1_000_000;
    private static final long STEP = 500;
    private static final int BREACH_EVERY = 20;
    private static final int AT_ONCE = 5_000;
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final LuaScript PUBLISH = LuaScript.beside(StopWatchBench.class, "publish_ticks");

    private final Stores stores;
    private final PrintStream out;
    private final BenchPace pace;
    private final int positions;
    private final Figures figures = new Figures();
    private final AtomicLongArray sent;
    private final AtomicLongArray received;
    private final int[] depth = new int[INSTRUMENTS]; // the number of closed ones of an instrument
    private long ticks;

    StopWatchBench(Stores stores, BenchPace pace, PrintStream out) {
        this.stores = stores;
        this.pace = pace;
        this.out = out;
        this.positions = pace.size(POSITIONS);
        this.sent = new AtomicLongArray(positions + 1);
        this.received = new AtomicLongArray(positions + 1);
    }

    Figures run() throws Exception {
        Migrations.migrate(BenchDataSource.of(stores));
        URI uri = URI.create(stores.redisUrl());
        try (RedisClient redis = RedisClient.create(uri);
                Jedis ears = new Jedis(uri, 0)) {
            redis.flushAll();
            redis.configSet("auto-aof-rewrite-percentage", "0");
            write(redis);
            awaitRewrite(redis);
            rewriteFile();
            awaitRewrite(redis);
            listen(ears);
            StopWatch watch = new StopWatch(
                    RedisConnections.to(stores.redisUrl()),
                    redis,
                    new Leases(redis, Jdbi.create(BenchDataSource.of(stores)), "bench"),
                    new Positions(redis, MarketRules.standard()));
            Thread thread = new Thread(watch, "stopwatch");
            long began = System.nanoTime();
            thread.start();
            while (!watch.status().watching()) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            double known = (System.nanoTime() - began) / 1e9;
            figures.add("StopWatch, known after, s", known);
            out.printf(
                    "StopWatch, publish to close, %,d open positions on %,d instruments (known after %.1f s), every %dth tick breaches one%n",
                    watch.status().open(), INSTRUMENTS, known, BREACH_EVERY);
            phase(redis, watch, 5_000, 5, "");
            phase(redis, watch, 1_000, pace.rounds(3) * 5, "StopWatch, 1000 ticks/s");
            phase(redis, watch, 10_000, pace.rounds(3) * 5, "StopWatch, 10000 ticks/s");
            phase(redis, watch, 20_000, pace.rounds(4) * 5, "StopWatch, 20000 ticks/s");
            rewriteFile();
            phase(redis, watch, 10_000, 5, "StopWatch, 10000 ticks/s while Redis rewrites its file");
            awaitRewrite(redis);
            watch.close();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
        out.println();
        return figures;
    }

    /** Starts to rewrite the append-only file: a copy of Redis writes it, which takes a processor for some seconds. By itself Redis would begin in one of the phases. */
    private void rewriteFile() {
        try (Jedis redis = new Jedis(URI.create(stores.redisUrl()), 2_000)) {
            redis.bgrewriteaof();
        }
    }

    private static void awaitRewrite(RedisClient redis) throws InterruptedException {
        while (!redis.info("persistence").contains("aof_rewrite_in_progress:0")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Sends ticks; their latency is reported under a name, or not at all if it is empty. */
    private void phase(RedisClient redis, StopWatch watch, int rate, int seconds, String name)
            throws InterruptedException {
        List<Integer> breached = new ArrayList<>();
        long judgedBefore = watch.status().ticks();
        int total = rate * seconds;
        int done = 0;
        int backlog = 0;
        long began = System.nanoTime();
        while (done < total) {
            long due = Math.min(total, 1 + (System.nanoTime() - began) * rate / 1_000_000_000);
            int now = (int) Math.min(due - done, 500);
            if (now > 0) {
                publish(redis, now, breached);
                done += now;
            }
            backlog = Math.max(backlog, watch.status().backlog());
            if (done >= due) {
                TimeUnit.NANOSECONDS.sleep(SLOT_NANOS);
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (breached.stream().anyMatch(id -> received.get(id) == 0) && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        double caughtUp = (System.nanoTime() - began) / 1e9;
        if (!name.isEmpty()) {
            report(name, total / took, breached, watch.status(), judgedBefore, backlog, caughtUp - took);
        }
    }

    private void report(
            String name,
            double reached,
            List<Integer> breached,
            StopWatchStatus status,
            long judgedBefore,
            int backlog,
            double behind) {
        double[] millis = breached.stream()
                .filter(id -> received.get(id) != 0)
                .mapToDouble(id -> (received.get(id) - sent.get(id)) / 1e6)
                .sorted()
                .toArray();
        figures.add(name + ", p50 ms", at(millis, 0.5));
        figures.add(name + ", p99 ms", at(millis, 0.99));
        out.printf(
                "  %s (%,.0f sent)   p50 %7.1f ms   p99 %7.1f ms   max %7.1f ms   %,d closes of %,d due, %,d ticks judged, backlog at most %,d, done %.1f s after the last%n",
                name,
                reached,
                at(millis, 0.5),
                at(millis, 0.99),
                at(millis, 1),
                millis.length,
                breached.size(),
                status.ticks() - judgedBefore,
                backlog,
                behind);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }

    /** One script call for all due ticks, as one goal moves many instruments. */
    private void publish(RedisClient redis, int count, List<Integer> breached) {
        List<String> args = new ArrayList<>(2 * count);
        for (int n = 0; n < count; n++, ticks++) {
            int instrument = (int) (ticks % INSTRUMENTS);
            boolean breaches = (ticks / INSTRUMENTS + instrument) % BREACH_EVERY == 0 && depth[instrument] < BREACHED;
            if (breaches) {
                int id = 1 + instrument + depth[instrument]++ * INSTRUMENTS;
                breached.add(id);
                sent.set(id, System.nanoTime());
            }
            long price = BASE - depth[instrument] * STEP + (breaches ? 0 : 1 + ticks / INSTRUMENTS % 3);
            args.add(Integer.toString(instrument + 1));
            args.add(Long.toString(price));
        }
        PUBLISH.run(redis, List.of(), args);
    }

    private void listen(Jedis ears) {
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onMessage(String channel, String message) {
                String closed = "{\"type\":\"closed\",\"id\":\"";
                if (message.startsWith(closed)) {
                    int end = message.indexOf('"', closed.length());
                    received.set(Integer.parseInt(message.substring(closed.length(), end)), System.nanoTime());
                }
            }
        };
        Thread thread = new Thread(
                () -> {
                    try {
                        ears.subscribe(listener, Keys.POSITION_CHANGES);
                    } catch (JedisException over) {
                        // the connection was closed at the end
                    }
                },
                "ears");
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes directly to Redis, in the format of the scripts. */
    private void write(RedisClient redis) {
        Random random = new Random(20261124);
        Epoch.openWithoutBook(redis);
        long margin = BASE;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int n = 1; n <= INSTRUMENTS; n++) {
                pipeline.sadd(Keys.INSTRUMENTS, "" + n);
                pipeline.hset(Keys.instrument(n), instrument());
            }
            for (int n = 0; n < positions / POSITIONS_A_USER; n++) {
                long held = margin * POSITIONS_A_USER;
                pipeline.hset(Keys.wallet("user-" + n), Map.of("cash", "0", "held", "" + held));
            }
        }
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int n = 0; n < positions; n++) {
                String id = "" + (n + 1);
                String instrument = "" + (1 + n % INSTRUMENTS);
                String user = "user-" + n % (positions / POSITIONS_A_USER);
                pipeline.hset(Keys.position(id), position(n, user, instrument, random));
                pipeline.sadd(Keys.positionsOfUser(user), id);
                pipeline.sadd(Keys.positionsOfInstrument(instrument), id);
                if (n % AT_ONCE == 0) {
                    pipeline.sync();
                }
            }
        }
    }

    private static Map<String, String> instrument() {
        Map<String, String> hash = new HashMap<>();
        for (String zero : List.of("net_flow", "tick_seq", "tick_at", "below_floor")) {
            hash.put(zero, "0");
        }
        hash.put("price", "" + (BASE + 1));
        hash.put("live_base_price", "" + (BASE + 1));
        hash.put("depth", "100000000");
        hash.put("long_open", "" + POSITIONS);
        hash.put("short_open", "" + POSITIONS);
        return hash;
    }

    /** Positions to be breached have stop-losses shortly below one another; no tick reaches the levels of the others. */
    private static Map<String, String> position(int n, String user, String instrument, Random random) {
        int rank = n / INSTRUMENTS;
        boolean isLong = rank < BREACHED || random.nextBoolean();
        long away = BASE / 20 + random.nextInt((int) BASE / 3);
        long stop = rank < BREACHED ? BASE - (rank + 1) * STEP : isLong ? BASE - away : BASE + away;
        long take = isLong ? BASE + away : BASE - away;
        Map<String, String> hash = new HashMap<>();
        hash.put("user", user);
        hash.put("instrument", instrument);
        hash.put("direction", isLong ? "LONG" : "SHORT");
        hash.put("quantity", "1");
        hash.put("leverage", "1");
        hash.put("entry_price", "" + BASE);
        hash.put("margin", "" + BASE);
        hash.put("wash_out", "" + (isLong ? BASE / 2 : BASE + BASE / 2));
        hash.put("levels", "0:" + stop + ":" + take);
        hash.put("stop_loss", "" + stop);
        hash.put("take_profit", "" + take);
        hash.put("open_seq", "0");
        hash.put("open_tick_at", "0");
        hash.put("opened_at", "1");
        return hash;
    }
}
