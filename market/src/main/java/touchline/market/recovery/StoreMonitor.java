package touchline.market.recovery;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.outage.StoreOutage;
import touchline.market.script.Acknowledged;
import touchline.market.store.RedisConnections;

/**
 * Opens the market again after Redis has restarted or was replaced, and shuts it where Redis has lost data. Runs on every node and beside every flusher; one of
 * them is enough. Between a change of Redis and the comparison the gate of the scripts is shut without any node's doing. Thread-safe.
 */
public final class StoreMonitor implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreMonitor.class);
    private static final long BEAT_MILLIS = 250;
    private static final long COMPARISONS = TimeUnit.SECONDS.toNanos(1);

    private final UnifiedJedis redis;
    private final Epoch epoch;
    private final @Nullable OutboxWitness witness;
    private volatile boolean stopped;
    private volatile @Nullable Shut found;
    private volatile @Nullable Shut refused;

    public StoreMonitor(UnifiedJedis redis, Epoch epoch) {
        this(redis, epoch, null);
    }

    private StoreMonitor(UnifiedJedis redis, Epoch epoch, @Nullable OutboxWitness witness) {
        this.redis = redis;
        this.epoch = epoch;
        this.witness = witness;
    }

    /** One that reports what Redis has lost before it was in the book. */
    public static StoreMonitor withReport(RedisConnections connections, UnifiedJedis redis, Jdbi jdbi) {
        OutboxWitness witness = new OutboxWitness(connections, redis);
        return new StoreMonitor(redis, new Epoch(redis, jdbi, witness), witness);
    }

    /** The loops to run, each on its own thread, until {@link #close}. */
    public List<Runnable> loops() {
        return witness == null ? List.of(this) : List.of(this, witness);
    }

    /** Goes on until {@link #close}, or until its thread is interrupted. */
    @Override
    public void run() {
        long nextComparison = System.nanoTime();
        try {
            while (!stopped) {
                if (System.nanoTime() - nextComparison >= 0 || refused != null || !isOpen()) {
                    nextComparison = System.nanoTime() + COMPARISONS;
                    found = compared(found, compare());
                    refused = noted("redis", refused, write());
                }
                Thread.sleep(BEAT_MILLIS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Why nothing is taken now: what Redis says of itself, and what the last look found. Empty where the market is open.
     */
    public Optional<Shut> shut() {
        try {
            Optional<Shut> now = epoch.shut();
            if (now.isPresent()) {
                return Optional.ofNullable(found).or(() -> now);
            }
        } catch (RuntimeException e) {
            return Optional.of(unavailable(e));
        }
        return Optional.ofNullable(refused);
    }

    /** Stops soon. */
    @Override
    public void close() {
        stopped = true;
        if (witness != null) {
            witness.close();
        }
    }

    private boolean isOpen() {
        try {
            return epoch.shut().isEmpty();
        } catch (RuntimeException outOfReach) {
            return false;
        }
    }

    private @Nullable Shut compare() {
        try {
            return epoch.open().orElse(null);
        } catch (RuntimeException e) {
            return unavailable(e);
        }
    }

    /** A Redis that is full, can't write to its disk or lacks replicas answers every read and refuses every order. */
    private @Nullable Shut write() {
        try {
            redis.set("market:probe", Long.toString(System.currentTimeMillis()));
            Acknowledged.everything(redis);
            return null;
        } catch (RuntimeException e) {
            return unavailable(e);
        }
    }

    private static Shut unavailable(RuntimeException e) {
        return Shut.unavailable(StoreOutage.of(e)
                .map(outage -> "store unavailable: " + outage.store() + " " + outage.reason())
                .orElse("store unavailable: " + e));
    }

    /** Where the stores can't be compared and Redis is as it was, the market goes on: only the check is missing. */
    private @Nullable Shut compared(@Nullable Shut before, @Nullable Shut now) {
        if (now == null || !isOpen()) {
            return noted("market", before, now);
        }
        if (!now.equals(before)) {
            LOG.warn("the stores can't be compared: {}; the market goes on", now.detail());
        }
        return now;
    }

    private static @Nullable Shut noted(String what, @Nullable Shut before, @Nullable Shut now) {
        if (now != null && !now.equals(before)) {
            LOG.error("{} shut: reason={} {}", what, now.reason().slug(), now.detail());
        } else if (now == null && before != null) {
            LOG.info("{} open again", what);
        }
        return now;
    }
}
