package touchline.scheduler.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends the connections of a pool, and keeps those that were used last for a moment. A pool lends its connections in turn, and each plans every statement nine
 * times before it keeps the plan; so transactions that follow each other use one connection. Thread-safe.
 */
public final class KeptConnections {
    private static final Logger LOG = LoggerFactory.getLogger(KeptConnections.class);

    /** For the threads that fire runs and write their ends. */
    private static final int MOST = 2;

    /** The pool checks a connection that was not used for longer. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(1);

    /** The pool closes connections that are old, which it sees when they return. */
    private static final Duration LONGEST_USE = Duration.ofSeconds(10);

    private final DataSource pool;
    /** When connections in use left the pool, by the monotonic clock. */
    private final IdentityHashMap<Connection, Long> lent = new IdentityHashMap<>();

    private final Set<Connection> distrusted = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Kept> kept = new ArrayDeque<>();
    private boolean isStopped;

    /** A connection that rests; its times are by the monotonic clock. */
    private record Kept(Connection connection, long left, long rests) {
        private boolean isStale(long now) {
            return now - rests > LONGEST_REST.toNanos() || now - left > LONGEST_USE.toNanos();
        }
    }

    public KeptConnections(DataSource pool) {
        this.pool = pool;
    }

    /** Returns a connection, to be given back by {@link #takeBack}; the one that was used last if it is kept. */
    public Connection lend() throws SQLException {
        List<Connection> stale = new ArrayList<>();
        Connection connection = null;
        synchronized (this) {
            long now = System.nanoTime();
            while (!kept.isEmpty() && kept.getLast().isStale(now)) {
                stale.add(kept.removeLast().connection());
            }
            Kept last = kept.pollFirst();
            if (last != null && last.isStale(now)) {
                stale.add(last.connection());
            } else if (last != null) {
                connection = last.connection();
                lent.put(connection, last.left());
            }
        }
        stale.forEach(KeptConnections::close);
        if (connection == null) {
            connection = pool.getConnection();
            synchronized (this) {
                lent.put(connection, System.nanoTime());
            }
        }
        return connection;
    }

    /** A transaction has failed: its connection returns to the pool, and those that are kept, so that it checks them. */
    public void distrust(Connection connection) {
        synchronized (this) {
            distrusted.add(connection);
        }
        closeKept();
    }

    /** Takes back a connection without a transaction. */
    public void takeBack(Connection connection) {
        if (!keep(connection)) {
            close(connection);
        }
    }

    /** Keeps nothing from now on. */
    public void stop() {
        synchronized (this) {
            isStopped = true;
        }
        closeKept();
    }

    private synchronized boolean keep(Connection connection) {
        long now = System.nanoTime();
        Long left = lent.remove(connection);
        if (distrusted.remove(connection) || left == null || isStopped || kept.size() >= MOST) {
            return false;
        }
        Kept resting = new Kept(connection, left, now);
        if (resting.isStale(now)) {
            return false;
        }
        kept.addFirst(resting);
        return true;
    }

    private void closeKept() {
        List<Kept> all;
        synchronized (this) {
            all = List.copyOf(kept);
            kept.clear();
        }
        all.forEach(one -> close(one.connection()));
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("a connection could not be returned to its pool: cause={}", e.toString());
        }
    }
}
