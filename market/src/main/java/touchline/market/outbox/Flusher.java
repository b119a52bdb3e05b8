package touchline.market.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** Moves what happened in Redis into the book, with a drainer a stream, until stopped. Several may run at once: the others are safe but redundant. */
public final class Flusher implements AutoCloseable {
    /** Entries a transaction; thousands, as each costs a commit. Up to four times as many while the book is behind. */
    public static final int BATCH = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final long SHORTEST_IDLE_MILLIS = 25;
    /** An idle market must not keep both stores busy with questions. */
    private static final long LONGEST_IDLE_MILLIS = 100;

    private static final long TRIM_NANOS = Duration.ofSeconds(20).toNanos();

    private final List<Drainer> drainers = new ArrayList<>();
    private volatile boolean stopped;
    private final Map<Drainer, Trouble> troubles = new ConcurrentHashMap<>();

    /** What keeps a drainer from its work, and since when. */
    private record Trouble(String error, long sinceNanos) {}

    public Flusher(UnifiedJedis redis, Jdbi jdbi, int batchSize) {
        for (OutboxStream stream : OutboxStream.values()) {
            drainers.add(new Drainer(stream, redis, jdbi, batchSize));
        }
    }

    /** The loops to run, each on its own thread, until {@link #close}. An {@link Error} is thrown on: the supervisor restarts them. */
    public List<Runnable> loops() {
        return drainers.stream().map(drainer -> (Runnable) () -> loop(drainer)).toList();
    }

    /** Entries that this flusher has applied. */
    public long applied() {
        return drainers.stream().mapToLong(Drainer::applied).sum();
    }

    /** About how far the book is behind, as this flusher last saw it; from when it last saw it, where it can't look. */
    public long lagMillis() {
        long sinceWell = troubles.values().stream()
                .mapToLong(trouble -> Duration.ofNanos(System.nanoTime() - trouble.sinceNanos())
                        .toMillis())
                .max()
                .orElse(0);
        long oldest = drainers.stream()
                .mapToLong(Drainer::oldestWaiting)
                .filter(at -> at > 0)
                .min()
                .orElse(0);
        return Math.max(sinceWell, oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest));
    }

    /** Why a stream's last attempt failed; null where none did. */
    public @Nullable String lastError() {
        return troubles.values().stream().map(Trouble::error).findFirst().orElse(null);
    }

    /**
     * Applies everything that waits, on the caller's thread.
     *
     * @throws IllegalStateException if that takes longer than {@code atMost}
     * @throws DataLossException if Redis knows less than the book
     */
    public void drain(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        for (Drainer drainer : drainers) {
            try {
                while (drainer.drain() != Drainer.Drained.EMPTY) {
                    if (System.nanoTime() - end > 0) {
                        throw new IllegalStateException("not drained within " + atMost.toSeconds() + " s");
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the book can't be written: " + e.getMessage(), e);
            }
        }
    }

    /** The loops end after the batches at hand. */
    @Override
    public void close() {
        stopped = true;
    }

    private void loop(Drainer drainer) {
        long nextTrim = System.nanoTime() + TRIM_NANOS;
        long idle = SHORTEST_IDLE_MILLIS;
        while (!stopped) {
            try {
                switch (drainer.drain()) {
                    case EMPTY -> {
                        do {
                            Thread.sleep(idle);
                            idle = Math.min(idle * 2, LONGEST_IDLE_MILLIS);
                        } while (!stopped && !drainer.isDue());
                    }
                    case OVERTAKEN ->
                        Thread.sleep(500 + ThreadLocalRandom.current().nextLong(500));
                    case APPLIED -> idle = SHORTEST_IDLE_MILLIS;
                }
                if (System.nanoTime() - nextTrim > 0) {
                    nextTrim += TRIM_NANOS;
                    drainer.trim();
                }
                troubles.remove(drainer);
            } catch (InterruptedException end) {
                return;
            } catch (SQLException | RuntimeException e) {
                String error = String.valueOf(e.getMessage());
                Trouble before = troubles.get(drainer);
                if (before == null || !before.error().equals(error)) {
                    LOG.warn("the flusher tries again: {}", e.toString());
                }
                troubles.put(drainer, new Trouble(error, before == null ? System.nanoTime() : before.sinceNanos()));
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
