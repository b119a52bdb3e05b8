package touchline.bench.integrity;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.RedisClient;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SettlementKind;

/** Plays several matches at once, each in a database of its own on one Redis. A match's course depends on its seed alone. */
final class Lanes implements AutoCloseable {
    private static final int LANES = 4;

    private final Jdbi jdbi;
    private final List<RedisClient> databases = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(LANES);

    Lanes(Jdbi jdbi, String redisUrl) {
        this.jdbi = jdbi;
        for (int n = 0; n < LANES; n++) {
            databases.add(RedisClient.create(redisUrl + "/" + n));
        }
        // Nothing here outlives the bench.
        databases.get(0).configSet("appendonly", "no");
    }

    /**
     * Plays so many matches; returns when all are played.
     *
     * @param first id of the first fixture
     * @param played called by several threads, once for each strategy of each match
     * @throws IllegalStateException if a match can't be played
     */
    void play(int matches, long first, SettlementKind end, long seed, Consumer<MatchSeries.Played> played)
            throws InterruptedException {
        long[] seeds = new SplittableRandom(seed).longs(matches).toArray();
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> lanes = new ArrayList<>();
        for (RedisClient redis : databases) {
            lanes.add(threads.submit(() -> {
                MatchSeries series = new MatchSeries(redis, jdbi);
                for (int n = next.getAndIncrement(); n < matches; n = next.getAndIncrement()) {
                    series.play(FixtureId.of(first + n), end, seeds[n]).forEach(played);
                }
            }));
        }
        for (Future<?> lane : lanes) {
            try {
                lane.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a match can't be played", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        databases.forEach(RedisClient::close);
    }
}
