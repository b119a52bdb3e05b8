package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.quartz.JobPersistenceException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import touchline.scheduler.ledger.RunLedger;

/** The part of the store by which nodes check in and detect dead nodes: by the database's clock, after a silence of two seconds. */
abstract class CheckInStore extends JobStoreTX {
    /** Quartz' own is fixed at 7.5 s, which makes fail-over take nine. */
    private static final long GRACE_MILLIS = 1_000;

    /** A check-in that is this late is not waited for any longer; the others give a node up soon after. */
    private static final Duration LATE = Duration.ofMillis(1_200);

    private final DataSource pool;
    private final RunLedger ledger;
    private final DatabaseClock clock;
    private volatile long checkInBegun = System.nanoTime();
    private volatile boolean wasOff;

    CheckInStore(DataSource pool, RunLedger ledger, DatabaseClock clock) {
        this.pool = pool;
        this.ledger = ledger;
        this.clock = clock;
    }

    final DatabaseClock clock() {
        return clock;
    }

    @Override
    protected Connection getConnection() throws JobPersistenceException {
        try {
            Connection connection = getAttributeRestoringConnection(pool.getConnection());
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw new JobPersistenceException("no connection to the database: " + e.getMessage(), e);
        }
    }

    /** Not by a clock that is off: it would let times go that are yet to come. */
    @Override
    protected RecoverMisfiredJobsResult doRecoverMisfires() throws JobPersistenceException {
        return clock.complaint().isPresent() ? RecoverMisfiredJobsResult.NO_OP : super.doRecoverMisfires();
    }

    /**
     * Sees to it that the node checks in, and knows the time, where Quartz' own thread doesn't: it sleeps by a clock that may have been set back, and
     * while the clock is off nobody should wait long for it to be found right again.
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

    /** By the database's clock, so that a node whose own is wrong neither dies of it nor kills others. */
    @Override
    protected List<SchedulerStateRecord> clusterCheckIn(Connection connection) throws JobPersistenceException {
        checkInBegun = System.nanoTime();
        try {
            long database = clock.measure(connection);
            List<SchedulerStateRecord> failed = findFailedInstances(connection);
            lastCheckin = System.currentTimeMillis();
            ClusterRows.checkIn(connection, getInstanceId(), database, getClusterCheckinInterval());
            return failed;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not check in: " + e.getMessage(), e);
        }
    }

    @Override
    protected long calcFailedIfAfter(SchedulerStateRecord node) {
        // Where we ourselves are late to check in, the others get that much longer.
        long sinceOurs = System.currentTimeMillis() - lastCheckin;
        long failedAfter = node.getCheckinTimestamp() + Math.max(node.getCheckinInterval(), sinceOurs) + GRACE_MILLIS;
        // Quartz holds it against the system's clock, which may have been set since the database's was last read.
        return failedAfter + System.currentTimeMillis() - clock.databaseMillis();
    }

    /** What a dead node was running is lost in the very step in which others take it over. */
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
                ClusterRows.markDead(connection, nodes, getInstanceId());
            } catch (SQLException e) {
                throw new JobPersistenceException("could not give up lost runs: " + e.getMessage(), e);
            }
        }
        super.clusterRecover(connection, failed);
    }
}
