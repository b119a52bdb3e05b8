package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
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
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import org.quartz.spi.TriggerFiredResult;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunListener;
import touchline.scheduler.sql.QuartzSql;

/**
 * Quartz' clustered store with batches: it acquires, fires and completes many runs under one lock and one commit, and writes the history in the same
 * transactions. A node that does not check in is declared dead after two seconds, by the database's clock. If it is alive its runs continue; fencing
 * tokens refuse their effects.
 */
@SuppressWarnings("unchecked") // JobStoreTX overrides generic methods with raw ones
public final class ClusterJobStore extends CheckInStore {
    private final OpenRuns runs;
    private final FiringGate gate;
    private final RunListener listener;
    private final JobDetails jobs;
    private final AcquireStep acquire;
    private final FireStep fire;
    private final CompleteStep complete;
    private final GroupCommit<CompleteStep.Completion> ends = new GroupCommit<>(this::noteTheEndOf);

    /** The collaborators of the store. */
    public record Parts(
            JobCatalogue catalogue,
            RunHistoryRepository ledger,
            OpenRuns runs,
            DatabaseClock clock,
            FiringGate gate,
            RunListener listener) {}

    public ClusterJobStore(DataSource pool, String node, Parts parts) {
        super(pool, parts.ledger(), parts.clock());
        this.runs = parts.runs();
        this.gate = parts.gate();
        this.listener = parts.listener();
        this.jobs = new JobDetails(parts.catalogue());
        this.acquire = new AcquireStep(jobs, node);
        this.fire = new FireStep(jobs, parts.ledger(), runs, listener);
        this.complete = new CompleteStep(parts.ledger(), runs);
        setInstanceName(QuartzSql.SCHEDULER);
        setInstanceId(node);
    }

    /**
     * Returns the catalogue's job if it is stored. A job that is only in the store obtains a placeholder, because this node never runs it. So no
     * class that the store names is loaded, and no job data is read.
     */
    @Override
    protected @Nullable JobDetail retrieveJob(Connection connection, JobKey key) throws JobPersistenceException {
        try {
            Optional<Boolean> exclusive = ClusterRepository.isExclusive(connection, key);
            if (exclusive.isEmpty()) {
                return null;
            }
            Optional<JobDetail> known = jobs.find(key);
            return known.isPresent() ? known.get() : JobDetails.standIn(key, exclusive.get());
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
        if (clock().complaint().isPresent()) {
            // The clock was set after the acquisition; Quartz releases triggers without a bundle.
            return triggers.stream()
                    .map(trigger -> new TriggerFiredResult((TriggerFiredBundle) null))
                    .toList();
        }
        return executeInNonManagedTXLock(LOCK_TRIGGER_ACCESS, connection -> fire(connection, triggers), this::isFired);
    }

    /** Completes runs in groups: one thread writes the ends of all waiting threads. */
    @Override
    public void triggeredJobComplete(
            OperableTrigger trigger, JobDetail job, CompletedExecutionInstruction instruction) {
        ends.take(new CompleteStep.Completion(trigger, job, instruction));
    }

    @Override
    protected void releaseAcquiredTrigger(Connection connection, OperableTrigger trigger)
            throws JobPersistenceException {
        try {
            ClusterRepository.release(connection, trigger.getFireInstanceId());
            runs.forget(trigger.getFireInstanceId());
        } catch (SQLException e) {
            throw new JobPersistenceException("could not release " + trigger.getKey() + ": " + e.getMessage(), e);
        }
    }

    /** Twenty unreadable triggers would keep Quartz from handling all others; and what it skips is recorded. */
    @Override
    protected RecoverMisfiredJobsResult recoverMisfiredJobs(Connection connection, boolean recovering)
            throws JobPersistenceException, SQLException {
        acquire.beforeMisfires(connection, getMisfireTime(), getMaxMisfiresToHandleAtATime(), inQuartzWay(connection));
        return super.recoverMisfiredJobs(connection, recovering);
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
            // Another exception would leave the triggers acquired without a node that knows of them.
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

    /** Whether a failed commit has succeeded after all. */
    private boolean isFired(Connection connection, List<TriggerFiredResult> results) throws JobPersistenceException {
        for (TriggerFiredResult result : results) {
            if (result.getTriggerFiredBundle() != null) {
                String fireId = result.getTriggerFiredBundle().getTrigger().getFireInstanceId();
                try {
                    return ClusterRepository.isExecuting(connection, fireId);
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
            // Retries without a limit: otherwise Quartz would count them as running. One by one, so that one failure
            // does not affect the others.
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
