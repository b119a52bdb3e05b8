package touchline.bench;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.key.Keys;
import touchline.market.lease.Leases;
import touchline.market.margin.LastSeen;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.ReplayLastSeen;
import touchline.market.margin.TickArchive;
import touchline.market.margin.TickOffset;
import touchline.market.margin.TickTape;
import touchline.market.margin.Ticks;
import touchline.market.position.Position;
import touchline.market.position.Positions;
import touchline.market.reconnect.ReconnectListener;
import touchline.market.recovery.Epoch;
import touchline.market.store.RedisConnections;
import touchline.market.sweep.MarginSweep;
import touchline.market.sweep.SweepListener;
import touchline.market.sweep.SweepRules;
import touchline.market.sweep.SweepSummary;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/** A sweep after a day without a StopWatch: at full size 100,000 users with 300,000 positions, 1,000 instruments with a tick every half minute. */
final class SweepBench {
    private static final int TICKS = 2_880;
    private static final long TICK_MILLIS = 30_000;
    private static final int AT_ONCE = 5_000;
    private static final long SEED = 20261124;

    private final Stores stores;
    private final PrintStream out;
    private final int users;
    private final int instruments;
    private final int positionCount;
    private final int burst;
    private final Figures figures = new Figures();
    private final long[][] prices;
    private final long dayBegan = System.currentTimeMillis() - TICKS * TICK_MILLIS;

    SweepBench(Stores stores, BenchPace pace, PrintStream out) {
        this.users = pace.size(100_000);
        this.instruments = pace.size(1_000);
        this.prices = new long[instruments][TICKS];
        this.positionCount = pace.size(300_000);
        this.burst = pace.size(10_000);
        this.stores = stores;
        this.out = out;
    }

    Figures run() throws Exception {
        Migrations.migrate(BenchDataSource.of(stores));
        Jdbi jdbi = Jdbi.create(BenchDataSource.of(stores));
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            redis.flushAll();
            Epoch.openWithoutBook(redis);
            ticks(redis);
            book(positions(redis));
            out.printf(
                    "Margin, %,d users with %,d open positions, %,d instruments with %,d ticks in 24 h, nobody has watched%n",
                    users, positionCount, instruments, instruments * TICKS);
            replay(redis);
            Positions positions = new Positions(redis, MarketRules.standard());
            MarginSweep sweep =
                    new MarginSweep(redis, jdbi, new Leases(redis, jdbi, "bench"), positions, SweepRules.standard(4));
            sweep("first sweep", sweep);
            sweep("sweep after it", sweep);
            burst(redis, jdbi, positions);
        }
        out.println();
        return figures;
    }

    private void sweep(String which, MarginSweep sweep) throws InterruptedException {
        long began = System.nanoTime();
        Optional<SweepSummary> swept = sweep.everyUserWithAnOpenPosition(new SweepListener() {
            @Override
            public void progress(int percent, String words) {}

            @Override
            public void note(String line) {
                out.println("  " + line);
            }
        });
        double seconds = (System.nanoTime() - began) / 1e9;
        figures.add(which + ", s", seconds);
        swept.ifPresent(done -> out.printf(
                "  %-16s %8.1f s   %,d users, %,d positions, %,d closed (%,d wash-outs), %,d put aside%n",
                which, seconds, done.users(), done.positions(), done.closed(), done.washOuts(), done.putAside()));
    }

    /** One position each that no tick breaches, with levels within the range of the ticks, so that every tick is judged. */
    private void replay(RedisClient redis) {
        TickTape tape = new TickTape(redis);
        Positions positions = new Positions(redis, MarketRules.standard());
        List<Position> open = positions.openOn(InstrumentId.of(1));
        long read = 0;
        long began = System.nanoTime();
        for (int instrument = 1; instrument <= Math.min(300, instruments); instrument++) {
            Ticks ticks = tape.after(InstrumentId.of(instrument), TickOffset.NONE);
            open.subList(0, Math.min(10, open.size())).forEach(position -> MarginReplay.firstBreach(position, ticks));
            read += ticks.size();
        }
        out.printf(
                "  replay           %,8.0f ticks/s read and judged by ten positions, one thread%n",
                read * 1e9 / (System.nanoTime() - began));
    }

    private void burst(RedisClient redis, Jdbi jdbi, Positions positions) throws InterruptedException {
        LastSeen lastSeen = new LastSeen(redis);
        ReconnectListener listener = new ReconnectListener(
                RedisConnections.to(stores.redisUrl()),
                redis,
                new ReplayLastSeen(positions, new TickArchive(new TickTape(redis), jdbi), lastSeen),
                lastSeen,
                8);
        Thread thread = new Thread(listener);
        thread.start();
        while (!listener.status().listening()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        long began = System.nanoTime();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            IntStream.range(0, burst).forEach(n -> pipeline.publish(Keys.USER_RECONNECT, user(n)));
        }
        while (listener.status().replayed() < burst) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        out.printf("  %,d reconnects   %8.1f s   %,.0f users/s on one node%n", burst, seconds, burst / seconds);
        figures.add("reconnects, users/s", burst / seconds);
        listener.close();
        thread.join(Duration.ofSeconds(5).toMillis());
    }

    private void ticks(RedisClient redis) {
        Random random = new Random(SEED);
        try (AbstractPipeline pipeline = redis.pipelined()) {
            int waiting = 0;
            for (int instrument = 0; instrument < instruments; instrument++) {
                long price = 500_000L + random.nextInt(1_000_000);
                for (int n = 0; n < TICKS; n++) {
                    price = Math.max(100_000, price + Math.round(price * random.nextGaussian() / 2_500));
                    prices[instrument][n] = price;
                    pipeline.xadd(
                            Keys.priceTicks(instrument + 1),
                            XAddParams.xAddParams().id(new StreamEntryID(at(n), n + 1)),
                            Map.of("seq", "" + (n + 1), "price", "" + price, "at", "" + at(n)));
                    if (++waiting % AT_ONCE == 0) {
                        pipeline.sync();
                    }
                }
                pipeline.sadd(Keys.INSTRUMENTS, "" + (instrument + 1));
                pipeline.hset(
                        Keys.instrument(instrument + 1),
                        Map.of(
                                "price",
                                "" + price,
                                "live_base_price",
                                "" + price,
                                "net_flow",
                                "0",
                                "depth",
                                "100000",
                                "tick_seq",
                                "" + TICKS,
                                "tick_at",
                                "" + at(TICKS - 1)));
            }
        }
    }

    /** An open position, with the fields of the book. */
    private record Open(String id, String user, int instrument, int openSeq, Map<String, String> hash) {}

    private List<Open> positions(RedisClient redis) {
        Random random = new Random(SEED + 1);
        List<Open> all = new ArrayList<>(positionCount);
        Map<String, Long> held = new HashMap<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int n = 0; n < positionCount; n++) {
                Open open = position(n, random);
                held.merge(open.user(), Long.parseLong(open.hash().getOrDefault("margin", "0")), Long::sum);
                pipeline.hset(Keys.position(open.id()), open.hash());
                pipeline.sadd(Keys.positionsOfUser(open.user()), open.id());
                pipeline.sadd(Keys.positionsOfInstrument(open.instrument()), open.id());
                if (n % AT_ONCE == 0) {
                    pipeline.sync();
                }
                all.add(open);
            }
            held.forEach((user, margin) ->
                    pipeline.hset(Keys.wallet(user), Map.of("cash", "0", "held", Long.toString(margin))));
        }
        return all;
    }

    /** Opened at a random time of the day at the price of that time; half of them with a stop-loss, half with a take-profit. */
    private Open position(int n, Random random) {
        int instrument = random.nextInt(instruments);
        int openSeq = 1 + random.nextInt(TICKS);
        long entry = prices[instrument][openSeq - 1];
        boolean isLong = random.nextBoolean();
        int leverage = 1 + random.nextInt(20);
        long margin = (entry + leverage - 1) / leverage;
        long washOut = isLong ? Math.max(0, entry - margin / 2) : entry + margin / 2;
        long away = entry / 50 + Math.round(entry * random.nextDouble() / 5);
        long stop = random.nextBoolean() ? isLong ? entry - away : entry + away : 0;
        long take = random.nextBoolean() ? isLong ? entry + away : entry - away : 0;
        Map<String, String> hash = new HashMap<>();
        hash.put("user", user(n % users));
        hash.put("instrument", "" + (instrument + 1));
        hash.put("direction", isLong ? "LONG" : "SHORT");
        hash.put("quantity", "1");
        hash.put("leverage", "" + leverage);
        hash.put("entry_price", "" + entry);
        hash.put("margin", "" + margin);
        hash.put("wash_out", "" + washOut);
        hash.put("levels", stop == 0 && take == 0 ? "" : openSeq + ":" + stop + ":" + take);
        hash.put("stop_loss", "" + stop);
        hash.put("take_profit", "" + take);
        hash.put("open_seq", "" + openSeq);
        hash.put("open_tick_at", "" + at(openSeq - 1));
        hash.put("opened_at", "" + at(openSeq - 1));
        return new Open("" + (n + 1), user(n % users), instrument + 1, openSeq, hash);
    }

    private void book(List<Open> all) throws Exception {
        try (Connection connection = DriverManager.getConnection(stores.databaseUrl(), login())) {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("""
                    COPY cfd_positions (id, user_id, instrument_id, direction, quantity, leverage, entry_price, margin, wash_out,
                                        levels, open_seq, open_tick_at, opened_at) FROM STDIN""");
            for (Open open : all) {
                Map<String, String> hash = open.hash();
                String row = String.join(
                                "\t",
                                List.of(
                                        open.id(),
                                        open.user(),
                                        "" + open.instrument(),
                                        field(hash, "direction"),
                                        "1",
                                        field(hash, "leverage"),
                                        field(hash, "entry_price"),
                                        field(hash, "margin"),
                                        field(hash, "wash_out"),
                                        field(hash, "levels"),
                                        "" + open.openSeq(),
                                        field(hash, "open_tick_at"),
                                        "2026-11-24T00:00:00Z"))
                        + "\n";
                byte[] bytes = row.getBytes(java.nio.charset.StandardCharsets.UTF_8);
                copy.writeToCopy(bytes, 0, bytes.length);
            }
            copy.endCopy();
        }
        Jdbi.create(stores.databaseUrl(), login()).useHandle(handle -> handle.execute("ANALYZE cfd_positions"));
    }

    private static String field(Map<String, String> hash, String name) {
        return hash.getOrDefault(name, "");
    }

    private static String user(int n) {
        return String.format("user-%06d", n);
    }

    private long at(int tick) {
        return dayBegan + tick * TICK_MILLIS;
    }

    private Properties login() {
        Properties login = new Properties();
        login.setProperty("user", stores.databaseUser());
        login.setProperty("password", stores.databasePassword());
        return login;
    }
}
