package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.TriggerKey;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.SchedulerStateRecord;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.ledger.RunLedger;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunListener;
import touchline.scheduler.trigger.QuartzNames;

/**
 * Quartz' clustered store, where it acts for runs: it acquires, fires and completes many at a time under one lock and one commit, and writes the history in the
 * same transactions. A node that doesn't check in is given up after two seconds, by the database's clock. A node given up wrongly goes on running: that
 * is what fences are for.
 */
@SuppressWarnings("unchecked") // of Quartz' own making: JobStoreTX overrides generic methods with raw ones
public final class ClusterJobStore extends JobStoreTX {
    /** Quartz' own is fixed at 7.5 s, which makes fail-over take nine. */
    private static final long GRACE_MILLIS = 1_000;

    /** A check-in that is this late is not waited for any longer; the others give a node up soon after. */
    private static final Duration LATE = Duration.ofMillis(1_200);

    private static final String CHECK_IN = """
            INSERT INTO qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval)
            VALUES ('touchline', ?, ?, ?)
            ON CONFLICT (sched_name, instance_name) DO UPDATE SET last_checkin_time = excluded.last_checkin_time
            """;

    /** Of a trigger that another node has acquired since, nothing is touched. */
    private static final String RELEASE = """
            WITH mine AS (
                DELETE FROM qrtz_fired_triggers WHERE sched_name = 'touchline' AND entry_id = ?
                RETURNING sched_name, trigger_name, trigger_group
            )
            UPDATE qrtz_triggers AS t SET trigger_state = 'WAITING'
            FROM mine m
            WHERE t.sched_name = m.sched_name AND t.trigger_name = m.trigger_name AND t.trigger_group = m.trigger_group
              AND t.trigger_state = 'ACQUIRED'
            """;

    private static final String STORED = """
            SELECT is_nonconcurrent FROM qrtz_job_details WHERE sched_name = 'touchline' AND job_name = ? AND job_group = ?
            """;

    /** On record too, as a node that comes back is no longer dead. */
    private static final String FOUND_DEAD = """
            WITH dead AS (
                UPDATE job_nodes SET died_at = now(), found_dead_by = ?
                WHERE node = ANY (?) AND died_at IS NULL AND stopped_at IS NULL
                RETURNING node, found_dead_by
            )
            INSERT INTO job_audit (actor, origin, action, subject, reason, after)
            SELECT 'node:' || found_dead_by, '', 'node-lost', node, 'it no longer checked in',
                   jsonb_build_object('lostRuns', (SELECT count(*) FROM job_executions e
                                                   WHERE e.node = dead.node AND e.outcome = 'LOST' AND e.lost_at = now()))
            FROM dead
            """;

    private final DataSource pool;
    private final RunLedger ledger;
    private final OpenRuns runs;
    private final DatabaseClock clock;
    private final FiringGate gate;
    private final RunListener listener;
    private final JobDetails jobs;
    private final AcquireStep acquire;
    private final FireStep fire;
    private final CompleteStep complete;
    private final GroupCommit<CompleteStep.Completion> ends = new GroupCommit<>(this::noteTheEndOf);
    private volatile long checkInBegun = System.nanoTime();
    private volatile boolean wasOff;

    /** What the store needs beside Quartz. */
    public record Parts(
            JobCatalogue catalogue,
            RunLedger ledger,
            OpenRuns runs,
            DatabaseClock clock,
            FiringGate gate,
            RunListener listener) {}

    public ClusterJobStore(DataSource pool, String node, Parts parts) {
        this.pool = pool;
        this.ledger = parts.ledger();
        this.runs = parts.runs();
        this.clock = parts.clock();
        this.gate = parts.gate();
        this.listener = parts.listener();
        this.jobs = new JobDetails(parts.catalogue());
        this.acquire = new AcquireStep(jobs, node);
        this.fire = new FireStep(jobs, ledger, runs, listener);
        this.complete = new CompleteStep(ledger, runs);
        setInstanceName(QuartzNames.SCHEDULER);
        setInstanceId(node);
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

    /**
     * From the catalogue, if it stands in the store at all. What is in the store and in no catalogue of ours is given a stand-in, as it is never run here: so no
     * class that the store names is loaded, and no data of a job's is read, whoever wrote it there.
     */
    @Override
    protected @Nullable JobDetail retrieveJob(Connection connection, JobKey key) throws JobPersistenceException {
        try (PreparedStatement select = connection.prepareStatement(STORED)) {
            select.setString(1, key.getName());
            select.setString(2, key.getGroup());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Optional<JobDetail> known = jobs.find(key);
                return known.isPresent() ? known.get() : JobDetails.standIn(key, row.getBoolean(1));
            }
        } catch (SQLException e) {
            throw new JobPersistenceException("could not look for " + key + ": " + e.getMessage(), e);
        }
    }

    @Override
    protected List<OperableTrigger> acquireNextTrigger(
            Connection connection, long noLaterThan, int most, long timeWindow) throws JobPersistenceException {
        if (!gate.isOpen()) {
            return List.of();
        }
        try {
            List<OperableTrigger> due =
                    acquire.due(connection, noLaterThan, getMisfireTime(), most, inQuartzWay(connection));
            if (!due.isEmpty()) {
                due.forEach(trigger -> trigger.setFireInstanceId(getFiredTriggerRecordId()));
                acquire.take(connection, due);
                listener.acquired(due.size());
            }
            return due;
        } catch (SQLException | RuntimeException e) {
            throw new JobPersistenceException("could not acquire triggers: " + e.getMessage(), e);
        }
    }

    @Override
    public List<TriggerFiredResult> triggersFired(List<OperableTrigger> triggers) throws JobPersistenceException {
        if (clock.complaint().isPresent()) {
            // It was set after they were acquired; Quartz releases what has no bundle.
            return triggers.stream()
                    .map(trigger -> new TriggerFiredResult((TriggerFiredBundle) null))
                    .toList();
        }
        return executeInNonManagedTXLock(LOCK_TRIGGER_ACCESS, connection -> fire(connection, triggers), this::isFired);
    }

    /** Notes them with whatever else has come to its end meanwhile: whoever gets the turn does it for all who wait. */
    @Override
    public void triggeredJobComplete(
            OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        ends.take(new CompleteStep.Completion(trigger, job, instruction));
    }

    @Override
    protected void releaseAcquiredTrigger(Connection connection, OperableTrigger trigger)
            throws JobPersistenceException {
        try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setString(1, trigger.getFireInstanceId());
            release.executeUpdate();
            runs.forget(trigger.getFireInstanceId());
        } catch (SQLException e) {
            throw new JobPersistenceException("could not release " + trigger.getKey() + ": " + e.getMessage(), e);
        }
    }

    /** Not by a clock that is off: it would let times go that are yet to come. */
    @Override
    protected RecoverMisfiredJobsResult doRecoverMisfires() throws JobPersistenceException {
        return clock.complaint().isPresent() ? RecoverMisfiredJobsResult.NO_OP : super.doRecoverMisfires();
    }

    /** Twenty that can't be read, and so are never done with, would keep Quartz from all others for good. */
    @Override
    protected RecoverMisfiredJobsResult recoverMisfiredJobs(Connection connection, boolean recovering)
            throws JobPersistenceException, SQLException {
        acquire.setAsideUnreadable(
                connection, getMisfireTime(), getMaxMisfiresToHandleAtATime(), inQuartzWay(connection));
        return super.recoverMisfiredJobs(connection, recovering);
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
            try (PreparedStatement checkIn = connection.prepareStatement(CHECK_IN)) {
                checkIn.setString(1, getInstanceId());
                checkIn.setLong(2, database);
                checkIn.setLong(3, getClusterCheckinInterval());
                checkIn.executeUpdate();
            }
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
            try (PreparedStatement update = connection.prepareStatement(FOUND_DEAD)) {
                RecoverStep.forgoUnreadable(connection, nodes);
                ledger.lost(connection, nodes);
                update.setString(1, getInstanceId());
                update.setArray(2, connection.createArrayOf("text", nodes.toArray()));
                update.executeUpdate();
            } catch (SQLException e) {
                throw new JobPersistenceException("could not give up lost runs: " + e.getMessage(), e);
            }
        }
        super.clusterRecover(connection, failed);
    }

    private List<TriggerFiredResult> fire(Connection connection, List<OperableTrigger> triggers)
            throws JobPersistenceException {
        try {
            List<TriggerFiredResult> results = new ArrayList<>();
            for (FireStep.Fired one : fire.fire(connection, triggers, name -> calendar(connection, name))) {
                results.add(new TriggerFiredResult(one.bundle()));
            }
            return results;
        } catch (SQLException | RuntimeException e) {
            // Anything else would leave them acquired by a node that has forgotten them.
            throw new JobPersistenceException("could not fire: " + e.getMessage(), e);
        }
    }

    private AcquireStep.OtherTriggers inQuartzWay(Connection connection) {
        return new AcquireStep.OtherTriggers() {
            @Override
            public @Nullable OperableTrigger read(TriggerKey key) throws JobPersistenceException {
                return retrieveTrigger(connection, key);
            }

            @Override
            public @Nullable Calendar calendar(String name) throws JobPersistenceException {
                return retrieveCalendar(connection, name);
            }
        };
    }

    private Calendar calendar(Connection connection, String name) throws SQLException {
        try {
            return retrieveCalendar(connection, name);
        } catch (JobPersistenceException e) {
            throw new SQLException("calendar " + name + " can't be read", e);
        }
    }

    /** Where a commit failed: whether it came through all the same. */
    private boolean isFired(Connection connection, List<TriggerFiredResult> results) throws JobPersistenceException {
        for (TriggerFiredResult result : results) {
            if (result.getTriggerFiredBundle() != null) {
                String fireId = result.getTriggerFiredBundle().getTrigger().getFireInstanceId();
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM qrtz_fired_triggers WHERE sched_name = 'touchline' AND entry_id = ? AND state = 'EXECUTING'")) {
                    select.setString(1, fireId);
                    return select.executeQuery().next();
                } catch (SQLException e) {
                    throw new JobPersistenceException("could not tell whether it fired: " + e.getMessage(), e);
                }
            }
        }
        return false;
    }

    private void noteTheEndOf(List<CompleteStep.Completion> batch) {
        try {
            executeInNonManagedTXLock(LOCK_TRIGGER_ACCESS, connection -> complete(connection, batch), null);
        } catch (JobPersistenceException first) {
            // Until the store is back, for ever: without it Quartz would take them for running. Each by itself, lest
            // one that can't be noted keeps the others.
            getLog().warn(
                            "the end of {} runs could not be noted and is tried again: {}",
                            batch.size(),
                            first.toString());
            for (CompleteStep.Completion one : batch) {
                try {
                    retryExecuteInNonManagedTXLock(
                            LOCK_TRIGGER_ACCESS, connection -> complete(connection, List.of(one)));
                } catch (IllegalStateException shutDown) {
                    getLog().warn("the end of {} is left to others: {}", one.fireId(), shutDown.getMessage());
                }
            }
        }
        batch.forEach(one -> runs.forget(one.fireId()));
    }

    private boolean complete(Connection connection, List<CompleteStep.Completion> batch)
            throws JobPersistenceException {
        List<CompleteStep.Completion> ordinary = new ArrayList<>();
        List<CompleteStep.Completion> other = new ArrayList<>();
        batch.forEach(one -> (one.isOrdinary() ? ordinary : other).add(one));
        try {
            for (CompleteStep.Completion one : other) {
                super.triggeredJobComplete(connection, one.trigger(), one.job(), one.instruction());
            }
            complete.write(connection, other);
            if (!ordinary.isEmpty() && complete.complete(connection, ordinary)) {
                signalSchedulingChangeOnTxCompletion(0L);
            }
            return true;
        } catch (SQLException e) {
            throw new JobPersistenceException("could not note the end of runs: " + e.getMessage(), e);
        }
    }
}
