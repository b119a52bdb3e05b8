package touchline.api.route;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says by Redis' clock when a request was received. The node's own clock may be wrong, so the difference between a monotonic clock and Redis' is measured every
 * second. A node that was suspended finds requests in its sockets that arrived while it slept: what it reads soon after is taken as received when the suspension
 * began. Thread-safe.
 */
public final class ReceiptClock implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptClock.class);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);

    /** A heartbeat that is later than this was not late: the node was suspended. */
    private static final long SUSPENDED_NANOS = Duration.ofSeconds(1).toNanos();

    /** Time to read what arrived while the node was suspended. */
    private static final long CATCHING_UP_NANOS = Duration.ofSeconds(3).toNanos();

    private final LongSupplier redisMillis;
    private final LongSupplier nanos;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "receipt-clock");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Measured measured;
    private volatile Heartbeats heartbeats;

    /** Redis' clock read at a time of the monotonic clock. */
    private record Measured(long nanos, long redisMillis) {}

    /**
     * Signs of life.
     *
     * @param last the latest
     * @param suspendedAt the last one before the latest suspension
     * @param resumedAt the first one after it
     */
    private record Heartbeats(long last, long suspendedAt, long resumedAt) {}

    /**
     * Measures once.
     *
     * @param redisMillis reads Redis' clock, in ms since the epoch
     * @param nanos a monotonic clock
     */
    public ReceiptClock(LongSupplier redisMillis, LongSupplier nanos) {
        this.redisMillis = redisMillis;
        this.nanos = nanos;
        long now = nanos.getAsLong();
        this.heartbeats = new Heartbeats(now, now - CATCHING_UP_NANOS, now - CATCHING_UP_NANOS);
        this.measured = new Measured(now, redisMillis.getAsLong());
    }

    @Override
    public void start() {
        // A thread each: the measurement waits for Redis, which must not look like a suspension.
        ScheduledFuture<?> heartbeating =
                threads.scheduleAtFixedRate(this::heartbeat, 0, HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> measuring =
                threads.scheduleWithFixedDelay(this::measure, 0, MEASURE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("receipt clock started: heartbeating={} measuring={}", heartbeating, measuring);
    }

    @Override
    public void stop() {
        threads.shutdownNow();
    }

    /** When a request that is read now was received, by Redis' clock; at the earliest when the node was suspended. */
    public Instant receivedAt() {
        long now = nanos.getAsLong();
        Heartbeats seen = heartbeats;
        long received = now;
        if (now - seen.last() > SUSPENDED_NANOS) {
            received = seen.last(); // it has just been resumed, and no heartbeat has noticed yet
        } else if (now - seen.resumedAt() < CATCHING_UP_NANOS) {
            received = seen.suspendedAt();
        }
        Measured at = measured;
        return Instant.ofEpochMilli(at.redisMillis() + TimeUnit.NANOSECONDS.toMillis(received - at.nanos()));
    }

    /** Notices that the node was suspended. */
    void heartbeat() {
        long now = nanos.getAsLong();
        Heartbeats before = heartbeats;
        boolean wasSuspended = now - before.last() > SUSPENDED_NANOS;
        heartbeats = wasSuspended
                ? new Heartbeats(now, before.last(), now)
                : new Heartbeats(now, before.suspendedAt(), before.resumedAt());
        if (wasSuspended) {
            LOG.warn("node was suspended: ms={}", TimeUnit.NANOSECONDS.toMillis(now - before.last()));
        }
    }

    /** Reads Redis' clock; keeps the last reading where Redis does not answer soon. */
    void measure() {
        try {
            long asked = nanos.getAsLong();
            long millis = redisMillis.getAsLong();
            long answered = nanos.getAsLong();
            if (answered - asked < SUSPENDED_NANOS) {
                measured = new Measured(asked + (answered - asked) / 2, millis);
            }
        } catch (RuntimeException away) {
            LOG.debug("Redis' clock can't be read: {}", away.toString());
        }
    }
}
