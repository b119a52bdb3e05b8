package touchline.api.route;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says by Redis' clock when a request was received. The node's own clock may be wrong, so the difference between a monotonic clock and Redis' is measured every
 * second.
 *
 * <p>A node that was suspended finds requests in its sockets that arrived while it slept. How soon it reads them depends on the machine's load. So everything that
 * it reads is taken as received when the suspension began, until requests that it sent to itself afterwards have been answered: they queue behind all that arrived
 * before them. What was read until then stays old, however late its thread goes on with it. Thread-safe.
 */
final class ReceiptClock implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptClock.class);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(1);

    /** A heartbeat that is later than this was not late: the node was suspended. */
    private static final long SUSPENDED_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Duration CATCH_UP_EVERY = Duration.ofMillis(100);

    private final LongSupplier redisMillis;
    private final LongSupplier nanos;
    private final BooleanSupplier probe;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, task -> {
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
     * @param resumedAt the first one after the latest suspension
     * @param unreadSince what is read now was received at this time or later; null if nothing is left from before {@code last}
     * @param latest the latest suspension of which all has been read; null if there was none
     */
    private record Heartbeats(
            long last,
            long resumedAt,
            @Nullable Long unreadSince,
            @Nullable CaughtUp latest) {}

    /** What was read before {@code until} may have been received at {@code since}. */
    private record CaughtUp(long since, long until) {}

    /**
     * Measures once.
     *
     * @param redisMillis reads Redis' clock, in ms since the epoch
     * @param nanos a monotonic clock
     * @param probe sends requests to this node's own ports and is true once they are answered
     */
    ReceiptClock(LongSupplier redisMillis, LongSupplier nanos, BooleanSupplier probe) {
        this.redisMillis = redisMillis;
        this.nanos = nanos;
        this.probe = probe;
        long now = nanos.getAsLong();
        this.heartbeats = new Heartbeats(now, now, null, null);
        this.measured = new Measured(now, redisMillis.getAsLong());
    }

    @Override
    public void start() {
        // A thread each: the measurement waits for Redis and the probe for the node, which must not look like
        // suspensions.
        ScheduledFuture<?> heartbeating =
                threads.scheduleAtFixedRate(this::heartbeat, 0, HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> measuring =
                threads.scheduleWithFixedDelay(this::measure, 0, MEASURE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> catchingUp =
                threads.scheduleWithFixedDelay(this::catchUp, 0, CATCH_UP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("receipt clock started: {} {} {}", heartbeating, measuring, catchingUp);
    }

    @Override
    public void stop() {
        threads.shutdownNow();
    }

    /**
     * When a request was received, by Redis' clock; at the earliest when the node was suspended.
     *
     * @param readAt when its headers were read, by the monotonic clock
     */
    Instant receivedAt(long readAt) {
        long now = nanos.getAsLong();
        Heartbeats seen = heartbeats;
        long received = readAt;
        if (seen.unreadSince() != null) {
            received = earlier(readAt, seen.unreadSince());
        } else if (isSuspension(seen, now)) {
            received = earlier(readAt, seen.last()); // it has been resumed, and no heartbeat has noticed yet
        } else if (seen.latest() != null && readAt - seen.latest().until() < 0) {
            received = earlier(readAt, seen.latest().since());
        }
        Measured at = measured;
        return Instant.ofEpochMilli(at.redisMillis() + TimeUnit.NANOSECONDS.toMillis(received - at.nanos()));
    }

    private static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** Notices that the node was suspended. A second suspension before all of the first is read changes nothing. */
    synchronized void heartbeat() {
        long now = nanos.getAsLong();
        Heartbeats before = heartbeats;
        if (!isSuspension(before, now)) {
            heartbeats = new Heartbeats(now, before.resumedAt(), before.unreadSince(), before.latest());
            return;
        }
        heartbeats = new Heartbeats(
                now, now, before.unreadSince() == null ? before.last() : before.unreadSince(), before.latest());
        LOG.warn("node was suspended: ms={}", TimeUnit.NANOSECONDS.toMillis(now - before.last()));
    }

    /** After a suspension: finds out whether all that arrived before now has been read. */
    void catchUp() {
        if (heartbeats.unreadSince() == null) {
            return;
        }
        long sent = nanos.getAsLong();
        if (probe.getAsBoolean()) {
            readAllBefore(sent);
        }
    }

    private synchronized void readAllBefore(long sent) {
        Heartbeats before = heartbeats;
        Long since = before.unreadSince();
        if (since == null) {
            return;
        }
        long now = nanos.getAsLong();
        boolean suspendedSince = before.resumedAt() - sent > 0 || isSuspension(before, now);
        heartbeats = suspendedSince
                ? new Heartbeats(before.last(), before.resumedAt(), sent, before.latest())
                : new Heartbeats(before.last(), before.resumedAt(), null, new CaughtUp(since, now));
    }

    private static boolean isSuspension(Heartbeats seen, long now) {
        return now - seen.last() > SUSPENDED_NANOS;
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
