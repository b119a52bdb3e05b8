package touchline.jobs.platform.quartz;

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
    private volatile @Nullable Long offset;
    private volatile @Nullable Reading last;

    /** The database's time as it was read, ms since the epoch, and when that was by the clock that nobody can set. */
    private record Reading(long database, long nanos) {}

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
            last = new Reading(database, System.nanoTime());
            long took = Duration.ofNanos(System.nanoTime() - nanos).toMillis();
            long middle = asked + took / 2;
            long measured = middle - database;
            // Half the round trip either way may be the network's doing.
            long certain = Math.max(0, Math.abs(measured) - took / 2);
            offset = measured < 0 ? -certain : certain;
            return database;
        }
    }

    /** What the database's clock says now, ms since the epoch, whatever has been done to this node's since; this node's before it is known. */
    long databaseMillis() {
        Reading known = last;
        return known == null ? System.currentTimeMillis() : known.database() + millisSince(known);
    }

    /** How long ago it was measured; empty before it is known. */
    Optional<Duration> age() {
        return Optional.ofNullable(last).map(known -> Duration.ofMillis(millisSince(known)));
    }

    private static long millisSince(Reading reading) {
        return Duration.ofNanos(System.nanoTime() - reading.nanos()).toMillis();
    }

    /** This node's clock less the database's, in ms; 0 before it is known. */
    public long offsetMillis() {
        Long known = offset;
        return known == null ? 0 : known;
    }

    /** Why this node may not fire; empty where it may. */
    public Optional<String> complaint() {
        Long known = offset;
        if (known == null) {
            return Optional.of("its clock has not been held against the database's yet");
        }
        return Math.abs(known) > TOLERANCE.toMillis()
                ? Optional.of("its clock is " + Math.abs(known) + " ms " + (known > 0 ? "ahead of" : "behind")
                        + " the database's; more than " + TOLERANCE.toMillis() + " ms is not tolerated")
                : Optional.empty();
    }
}
