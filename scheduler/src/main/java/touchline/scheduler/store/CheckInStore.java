package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobPersistenceException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.sql.KeptConnections;

/** The part of the store by which nodes check in and detect dead nodes: by the database's clock, after a silence of two seconds. */
@SuppressWarnings("unchecked") // JobStoreTX overrides a generic method without its type
abstract class CheckInStore extends JobStoreTX {
    /** Quartz' own grace is fixed at 7.5 s, which makes fail-over take nine seconds. */
    private static final long GRACE_MILLIS = 1_000;

    /** A check-in that is this late is made by another thread, because the others soon declare the node dead. */
    private static final Duration LATE = Duration.ofMillis(1_200);

    private final DataSource pool;
    private final KeptConnections connections;
    private final RunHistoryRepository ledger;
    private final DatabaseClock clock;
    private volatile long checkInBegun = System.nanoTime();
    private volatile boolean wasOff;

    CheckInStore(DataSource pool, RunHistoryRepository ledger, DatabaseClock clock) {
        this.pool = pool;
        this.connections = new KeptConnections(pool);
        this.ledger = ledger;
        this.clock = clock;
    }

    final DatabaseClock clock() {
        return clock;
    }

    @Override
    protected Connection getConnection() throws JobPersistenceException {
        Connection connection = null;
        try {
            connection = connections.lend();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            if (connection != null) {
                connections.distrust(connection);
                connections.takeBack(connection);
            }
            throw new JobPersistenceException("no connection to the database: " + e.getMessage(), e);
        }
    }

    /** A query that needs no transaction. */
    interface Reading<T> {
        @Nullable
        T from(Connection connection) throws SQLException;
    }

    /** Reads without a transaction, so that nothing has to be committed. */
    final <T> @Nullable T read(Reading<T> reading) throws JobPersistenceException {
        Connection connection = null;
        try {
            connection = connections.lend();
            return reading.from(connection);
        } catch (SQLException e) {
            if (connection != null) {
                connections.distrust(connection);
            }
            throw new JobPersistenceException("the store can't be read: " + e.getMessage(), e);
        } finally {
            if (connection != null) {
                connections.takeBack(connection);
            }
        }
    }

    @Override
    protected void rollbackConnection(@Nullable Connection connection) {
        if (connection != null) {
            connections.distrust(connection);
        }
        super.rollbackConnection(connection);
    }

    @Override
    protected void closeConnection(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            connections.distrust(connection);
        }
        connections.takeBack(connection);
    }

    @Override
    public void shutdown() {
        super.shutdown();
        connections.stop();
    }

    /** A clock that is off would skip coming times. */
    @Override
    protected RecoverMisfiredJobsResult doRecoverMisfires() throws JobPersistenceException {
        return clock.complaint().isPresent() ? RecoverMisfiredJobsResult.NO_OP : super.doRecoverMisfires();
    }

    /**
     * Checks in and measures the clock in place of Quartz' thread, which sleeps by a clock that may have been set back. While the clock is off, it is
     * measured often, so that the node soon fires again.
     */
    public void keepTime() throws SQLException, JobPersistenceException {
        boolean off = clock.complaint().isPresent();
        if (off) {
            try (Connection connection = pool.getConnection()) {
                clock.measure(connection);
            }
        }
        boolean recovered = false;
        if (System.nanoTime() - checkInBegun > LATE.toNanos()) {
            checkInBegun = System.nanoTime();
            recovered = doCheckin();
        }
        boolean offNow = clock.complaint().isPresent();
        if (recovered || (wasOff && !offNow)) {
            signalSchedulingChangeImmediately(0L);
        }
        wasOff = offNow;
    }

    /** Uses the database's clock, so that a node with a wrong clock is neither declared dead nor declares others dead. */
    @Override
    protected List<SchedulerStateRecord> clusterCheckIn(Connection connection) throws JobPersistenceException {
        checkInBegun = System.nanoTime();
        try {
            long database = clock.measure(connection);
            List<SchedulerStateRecord> failed = findFailedInstances(connection);
            lastCheckin = System.currentTimeMillis();
            ClusterRepository.checkIn(connection, getInstanceId(), database, getClusterCheckinInterval());
            return failed;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not check in: " + e.getMessage(), e);
        }
    }

    @Override
    protected long calcFailedIfAfter(SchedulerStateRecord node) {
        // If this node is late to check in, the others have that much more time.
        long sinceOurs = System.currentTimeMillis() - lastCheckin;
        long failedAfter = node.getCheckinTimestamp() + Math.max(node.getCheckinInterval(), sinceOurs) + GRACE_MILLIS;
        // Quartz compares it with the system's clock, which may have been set since the last measurement.
        return failedAfter + System.currentTimeMillis() - clock.databaseMillis();
    }

    /** The runs of a dead node are declared lost in the transaction that recovers them. */
    @Override
    protected void clusterRecover(Connection connection, List<SchedulerStateRecord> failed)
            throws JobPersistenceException {
        List<String> nodes = failed.stream()
                .map(SchedulerStateRecord::getSchedulerInstanceId)
                .toList();
        if (!nodes.isEmpty()) {
            try {
                RecoverStep.forgoUnreadable(connection, nodes);
                ledger.lost(connection, nodes);
                ClusterRepository.markDead(connection, nodes, getInstanceId());
            } catch (SQLException e) {
                throw new JobPersistenceException("could not give up lost runs: " + e.getMessage(), e);
            }
        }
        super.clusterRecover(connection, failed);
    }
}
