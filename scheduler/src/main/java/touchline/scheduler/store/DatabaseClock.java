package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far this node's clock is from the database's, which is everybody's. A node that is off by more than a second fires nothing: it would fire too early,
 * or think others late. Thread-safe.
 */
public final class DatabaseClock {
    /** What is tolerated. */
    public static final Duration TOLERANCE = Duration.ofSeconds(1);

    private final Clock clock;
    private volatile @Nullable Reading last;

    /**
     * The last measurement.
     *
     * @param offset this node's clock less the database's then, in ms
     * @param node what this node's clock said then, ms since the epoch
     * @param database what the database's did
     * @param nanos when that was by the clock that nobody can set
     */
    private record Reading(long offset, long node, long database, long nanos) {
        private long millisSince() {
            return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
        }
    }

    /** Measured against this node's {@code clock}. */
    public DatabaseClock(Clock clock) {
        this.clock = clock;
    }

    /**
     * Measures it anew. An answer that took long says little; it counts only if even the most favourable reading of it is no better.
     *
     * @return the database's time, ms since the epoch
     */
    long measure(Connection connection) throws SQLException {
        long asked = clock.millis();
        long nanos = System.nanoTime();
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
                ResultSet row = select.executeQuery()) {
            row.next();
            long database = row.getLong(1);
            long answered = System.nanoTime();
            long took = Duration.ofNanos(answered - nanos).toMillis();
            long middle = asked + took / 2;
            long measured = middle - database;
            // Half the round trip either way may be the network's doing.
            long certain = Math.max(0, Math.abs(measured) - took / 2);
            last = new Reading(measured < 0 ? -certain : certain, asked + took, database, answered);
            return database;
        }
    }

    /** What the database's clock says now, ms since the epoch, whatever has been done to this node's since; this node's before it is known. */
    long databaseMillis() {
        Reading known = last;
        return known == null ? System.currentTimeMillis() : known.database() + known.millisSince();
    }

    /** This node's clock less the database's, in ms; 0 before it is known. */
    public long offsetMillis() {
        Reading known = last;
        return known == null ? 0 : offset(known);
    }

    /** A clock that has been set since it was measured is off at once, and not only when it is measured again. */
    private long offset(Reading known) {
        long setSince = clock.millis() - known.node() - known.millisSince();
        return known.offset() + setSince;
    }

    /** Why this node may not fire; empty where it may. */
    public Optional<String> complaint() {
        Reading known = last;
        if (known == null) {
            return Optional.of("its clock has not been held against the database's yet");
        }
        long offset = offset(known);
        return Math.abs(offset) > TOLERANCE.toMillis()
                ? Optional.of("its clock is " + Math.abs(offset) + " ms " + (offset > 0 ? "ahead of" : "behind")
                        + " the database's; more than " + TOLERANCE.toMillis() + " ms is not tolerated")
                : Optional.empty();
    }
}
