package touchline.api.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A group of listeners, and the loop of the thread that writes to them. Thread-safe. */
final class WriterLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final long ROUND_MILLIS = 250;
    /** A pause of twice the last round, so that a busy node writes several events at once and keeps CPU time for its requests. */
    private static final int PAUSE_ROUNDS = 2;

    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SHORTEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final LongSupplier head;
    private final Object news;
    private final Runnable removed;
    private final Map<Listener, EventSink> sinks = new ConcurrentHashMap<>();
    private volatile boolean over;

    /**
     * A group without listeners.
     *
     * @param head the index of the next event
     * @param news is notified when there are new events
     * @param removed runs for each listener that is removed
     */
    WriterLoop(LongSupplier head, Object news, Runnable removed) {
        this.head = head;
        this.news = news;
        this.removed = removed;
    }

    void add(Listener listener, EventSink sink) {
        sinks.put(listener, sink);
    }

    /** Ends a listener's connection. Idempotent. */
    void remove(Listener listener) {
        EventSink sink = sinks.remove(listener);
        if (sink != null) {
            removed.run();
            sink.end();
        }
    }

    /** Ends all connections and the loop. */
    void stop() {
        over = true;
        sinks.keySet().forEach(this::remove);
    }

    void run() {
        long written = -1;
        while (!over) {
            try {
                written = await(written);
                long began = System.nanoTime();
                sinks.forEach((listener, sink) -> {
                    if (!isWritten(sink)) {
                        remove(listener);
                    }
                });
                pauseAfter(System.nanoTime() - began);
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.error("a round of writes to stream clients failed", e);
            }
        }
    }

    /** One that fails must not keep the others from being written to. */
    private static boolean isWritten(EventSink sink) {
        try {
            return sink.write();
        } catch (RuntimeException e) {
            LOG.error("a write to a stream client failed", e);
            return false;
        }
    }

    private static void pauseAfter(long roundNanos) throws InterruptedException {
        long pause = Math.min(PAUSE_ROUNDS * roundNanos, LONGEST_PAUSE_NANOS);
        if (pause >= SHORTEST_PAUSE_NANOS) {
            TimeUnit.NANOSECONDS.sleep(pause);
        }
    }

    private long await(long written) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ROUND_MILLIS);
        synchronized (news) {
            long left = ROUND_MILLIS;
            while (head.getAsLong() == written && left > 0) {
                news.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
            return head.getAsLong();
        }
    }
}
