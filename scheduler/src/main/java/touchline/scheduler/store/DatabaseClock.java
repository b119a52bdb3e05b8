package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures the offset of this node's clock from the database's. A node that is off by more than a second does not fire: it would fire too early, or
 * consider others late. Thread-safe.
 */
public final class DatabaseClock {
    /** The tolerated offset. */
    public static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Clock clock;
    private volatile @Nullable Reading last;

    /**
     * The last measurement.
     *
     * @param offset this node's clock less the database's, in ms
     * @param node this node's clock, ms since the epoch
     * @param database the database's clock, ms since the epoch
     * @param nanos the monotonic clock
     */
    private record Reading(long offset, long node, long database, long nanos) {
        private long millisSince() {
            return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
        }
    }

    /** Creates a measurement of this node's {@code clock}. */
    public DatabaseClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * Measures the offset. A slow answer is imprecise and counts only if even its most favourable interpretation is off.
     *
     * @return the database's time, ms since the epoch
     */
    long measure(Connection connection) throws SQLException {
        long asked = clock.millis();
        long nanos = System.nanoTime();
        long database = ClusterRepository.now(connection);
        long answered = System.nanoTime();
        long took = Duration.ofNanos(answered - nanos).toMillis();
        long middle = asked + took / 2;
        long measured = middle - database;
        // The answer is imprecise by half the round trip.
        long certain = Math.max(0, Math.abs(measured) - took / 2);
        last = new Reading(measured < 0 ? -certain : certain, asked + took, database, answered);
        return database;
    }

    /**
     * Returns the database's time, ms since the epoch, independent of changes of this node's clock; this node's time before the first measurement.
     */
    long databaseMillis() {
        Reading known = last;
        return known == null ? System.currentTimeMillis() : known.database() + known.millisSince();
    }

    /** This node's clock less the database's, in ms; 0 before it is known. */
    public long offsetMillis() {
        Reading known = last;
        return known == null ? 0 : offset(known);
    }

    /** A clock that was set after the measurement counts as off at once. */
    private long offset(Reading known) {
        long setSince = clock.millis() - known.node() - known.millisSince();
        return known.offset() + setSince;
    }

    /** Returns why this node must not fire; empty if it may. */
    public Optional<String> complaint() {
        Reading known = last;
        if (known == null) {
            return Optional.of("its clock has not been compared with the database's yet");
        }
        long offset = offset(known);
        return Math.abs(offset) > TOLERANCE.toMillis()
                ? Optional.of("its clock is " + Math.abs(offset) + " ms " + (offset > 0 ? "ahead of" : "behind")
                        + " the database's; more than " + TOLERANCE.toMillis() + " ms is not tolerated")
                : Optional.empty();
    }
}
