package touchline.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import touchline.market.MarketRules;
import touchline.market.key.Keys;
import touchline.market.margin.MarginReplay;
import touchline.market.margin.TickTape;
import touchline.market.matchfeed.FixtureId;
import touchline.market.position.Positions;
import touchline.market.recovery.Epoch;
import touchline.market.settlement.Settlement;
import touchline.market.settlement.SettlementKind;
import touchline.market.settlement.SettlementListener;
import touchline.market.settlement.SettlementStep;
import touchline.migrations.Migrations;
import touchline.stores.Stores;

/** The duration of a settlement with 100,000 open CFDs and 10,000 spot holdings on 40 instruments with 500 ticks each. */
final class SettlementBench {
    private static final int INSTRUMENTS = 40;
    private static final int TICKS = 500;
    private static final long BASE = 1_000_000;
    private static final int AT_ONCE = 5_000;

    private final Stores stores;
    private final PrintStream out;
    private final int users;
    private final int positions;
    private final int holdings;
    private final Figures figures = new Figures();
    private final long matchBegan = System.currentTimeMillis() - 7_200_000;

    SettlementBench(Stores stores, BenchPace pace, PrintStream out) {
        this.users = pace.size(20_000);
        this.positions = pace.size(100_000);
        this.holdings = pace.size(10_000);
        this.stores = stores;
        this.out = out;
    }

    Figures run() throws Exception {
        Migrations.migrate(BenchDataSource.of(stores));
        Jdbi jdbi = Jdbi.create(BenchDataSource.of(stores));
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            out.printf(
                    "Settlement of a match with %,d open CFDs and %,d spot holdings, %d instruments with %d ticks"
                            + " each%n",
                    positions, holdings, INSTRUMENTS, TICKS);
            settle(redis, jdbi, FixtureId.of(1), true);
            settle(redis, jdbi, FixtureId.of(2), false);
        }
        out.println();
        return figures;
    }

    private void settle(RedisClient redis, Jdbi jdbi, FixtureId fixture, boolean watched) {
        redis.flushAll();
        write(redis, fixture, watched);
        jdbi.useHandle(handle -> handle.execute("""
            INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, went_live, over_since, polled_at)
            VALUES (?, 1, 'Home vs Away', now() - interval '2 hours', 5, 'FT', 'FINISHED', true, now(), now())
            """, fixture.value()));
        Positions open = new Positions(redis, MarketRules.standard());
        StringBuilder steps = new StringBuilder();
        long[] stepBegan = {System.nanoTime()};
        SettlementListener noting = (which, step, affected) -> {
            steps.append(String.format(
                    "%s%s %.1f s",
                    steps.length() == 0 ? "" : ", ", words(step, affected), (System.nanoTime() - stepBegan[0]) / 1e9));
            stepBegan[0] = System.nanoTime();
        };
        Settlement settlement =
                new Settlement(jdbi, redis, new MarginReplay(open, new TickTape(redis)), open, noting, Duration.ZERO);
        long began = System.nanoTime();
        stepBegan[0] = began;
        settlement.settle(fixture, SettlementKind.FULL_TIME, step -> {});
        double seconds = (System.nanoTime() - began) / 1e9;
        String judged = watched ? "the StopWatch has judged every tick" : "nobody has judged any";
        out.printf("  %-36s %6.1f s   %s%n", judged, seconds, steps);
        figures.add("settlement, " + judged + ", s", seconds);
    }

    private static String words(SettlementStep step, int affected) {
        return String.format("%s (%,d)", step.name().toLowerCase(java.util.Locale.ROOT), affected);
    }

    /** Writes directly to Redis, in the format of the scripts. */
    private void write(RedisClient redis, FixtureId fixture, boolean watched) {
        Random random = new Random(20261124);
        Epoch.openWithoutBook(redis);
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (int n = 1; n <= INSTRUMENTS; n++) {
                instrument(pipeline, n, fixture, random, watched);
                pipeline.sync();
            }
            for (int n = 0; n < holdings; n++) {
                String instrument = "" + (1 + n % INSTRUMENTS);
                String user = "user-" + n % users;
                pipeline.hset(Keys.holding(user), instrument, "1");
                pipeline.hset(Keys.holdingCost(user), instrument, "" + BASE);
                pipeline.sadd(Keys.holders(instrument), user);
            }
            for (int n = 0; n < users; n++) {
                long held = BASE / 10 * (positions / users);
                pipeline.hset(Keys.wallet("user-" + n), Map.of("cash", "0", "held", "" + held));
            }
            pipeline.sync();
            for (int n = 0; n < positions; n++) {
                String id = "" + (n + 1);
                String user = "user-" + n % users;
                int instrument = 1 + n % INSTRUMENTS;
                pipeline.hset(Keys.position(id), position(user, instrument, 1 + random.nextInt(TICKS), random));
                pipeline.sadd(Keys.positionsOfUser(user), id);
                pipeline.sadd(Keys.positionsOfInstrument(instrument), id);
                if (n % AT_ONCE == 0) {
                    pipeline.sync();
                }
            }
        }
    }

    private void instrument(AbstractPipeline pipeline, int n, FixtureId fixture, Random random, boolean watched) {
        long price = BASE;
        for (int seq = 1; seq <= TICKS; seq++) {
            price = BASE + random.nextInt(20_001) - 10_000;
            pipeline.xadd(
                    Keys.priceTicks(n),
                    XAddParams.xAddParams().id(new StreamEntryID(at(seq), seq)),
                    Map.of("seq", "" + seq, "price", "" + price, "at", "" + at(seq)));
        }
        if (watched) {
            pipeline.hset(Keys.WATCHED_OFFSETS, "" + n, at(TICKS) + "-" + TICKS);
        }
        Map<String, String> hash = new HashMap<>();
        hash.put("price", "" + price);
        hash.put("live_base_price", "" + price);
        hash.put("match_base_price", "" + BASE);
        hash.put("fixture_id", fixture.toString());
        hash.put("net_flow", "" + holdings / INSTRUMENTS);
        hash.put("depth", "1000000");
        hash.put("tick_seq", "" + TICKS);
        hash.put("tick_at", "" + at(TICKS));
        hash.put("long_open", "" + positions);
        hash.put("short_open", "" + positions);
        pipeline.hset(Keys.instrument(n), hash);
        pipeline.sadd(Keys.INSTRUMENTS, "" + n);
        pipeline.sadd(Keys.instrumentsOfFixture(fixture), "" + n);
        pipeline.hset(Keys.ACCOUNTS, "pool:" + n, "" + 2 * BASE * holdings / INSTRUMENTS);
    }

    /** With levels that no tick reaches, like most positions that are open at the whistle. */
    private Map<String, String> position(String user, int instrument, int openSeq, Random random) {
        boolean isLong = random.nextBoolean();
        long away = BASE / 25 + random.nextInt((int) BASE / 100);
        Map<String, String> hash = new HashMap<>();
        hash.put("user", user);
        hash.put("instrument", "" + instrument);
        hash.put("direction", isLong ? "LONG" : "SHORT");
        hash.put("quantity", "1");
        hash.put("leverage", "10");
        hash.put("entry_price", "" + BASE);
        hash.put("margin", "" + BASE / 10);
        hash.put("wash_out", "" + (isLong ? BASE - BASE / 20 : BASE + BASE / 20));
        hash.put("levels", openSeq + ":" + (isLong ? BASE - away : BASE + away) + ":0");
        hash.put("stop_loss", "" + (isLong ? BASE - away : BASE + away));
        hash.put("take_profit", "0");
        hash.put("open_seq", "" + openSeq);
        hash.put("open_tick_at", "" + at(openSeq));
        hash.put("opened_at", "" + at(openSeq));
        return hash;
    }

    private long at(int seq) {
        return matchBegan + seq * 10_000L;
    }
}
