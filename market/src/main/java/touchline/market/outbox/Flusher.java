package touchline.market.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** Moves what happened in Redis into the book, with a drainer a stream, until stopped. Several may run at once, to no use and no harm. */
public final class Flusher {
    /** Entries a transaction; thousands, as each costs a commit. */
    public static final int BATCH = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);
    private static final long IDLE_MILLIS = 25;
    private static final long TRIM_NANOS = Duration.ofMinutes(1).toNanos();

    private final List<Drainer> drainers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile @Nullable String lastError;

    public Flusher(UnifiedJedis redis, Jdbi jdbi, int batchSize) {
        for (OutboxStream stream : OutboxStream.values()) {
            drainers.add(new Drainer(stream, redis, jdbi, batchSize));
        }
    }

    /** Starts a thread a stream. */
    public void start() {
        for (Drainer drainer : drainers) {
            Thread thread = new Thread(() -> loop(drainer), "flusher");
            thread.start();
            threads.add(thread);
        }
    }

    /** Whether every drainer runs and the last thing it did went well. */
    public boolean isHealthy() {
        return lastError == null && threads.stream().allMatch(Thread::isAlive);
    }

    /** Why the last attempt failed; null where it didn't. */
    public @Nullable String lastError() {
        return lastError;
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

    /** Lets the batches at hand finish. */
    public void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(15).toMillis());
        }
    }

    private void loop(Drainer drainer) {
        long nextTrim = System.nanoTime() + TRIM_NANOS;
        while (!stopped) {
            try {
                switch (drainer.drain()) {
                    case EMPTY -> Thread.sleep(IDLE_MILLIS);
                    case OVERTAKEN ->
                        Thread.sleep(500 + ThreadLocalRandom.current().nextLong(500));
                    case APPLIED -> {
                        // on to the next
                    }
                }
                if (System.nanoTime() - nextTrim > 0) {
                    nextTrim += TRIM_NANOS;
                    drainer.trim();
                }
                lastError = null;
            } catch (InterruptedException end) {
                return;
            } catch (SQLException | RuntimeException | Error e) {
                if (!String.valueOf(e.getMessage()).equals(lastError)) {
                    LOG.warn("the flusher tries again: {}", e.toString());
                }
                lastError = String.valueOf(e.getMessage());
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
