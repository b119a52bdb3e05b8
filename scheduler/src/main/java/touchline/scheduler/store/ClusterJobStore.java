package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
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
public final class ClusterJobStore extends CompletingStore {
    private static final OneShotRepository.Next DUE_ONE_SHOT = new OneShotRepository.Next(0, true);

    private final OpenRuns runs;
    private final BooleanSupplier gate;
    private final RunListener listener;
    private final JobDetails jobs;
    private final AcquireStep acquire;
    private final FireStep fire;
    private final OneShotStep oneShots;
    private final FiringIds firings;

    /**
     * The collaborators of the store.
     *
     * @param gate whether this node may fire at the moment; asked before each acquisition
     */
    public record Parts(
            JobCatalogue catalogue,
            RunHistoryRepository ledger,
            OpenRuns runs,
            DatabaseClock clock,
            BooleanSupplier gate,
            RunListener listener) {}

    public ClusterJobStore(DataSource pool, String node, Parts parts) {
        super(pool, parts.ledger(), parts.clock(), parts.runs());
        this.runs = parts.runs();
        this.gate = parts.gate();
        this.listener = parts.listener();
        this.jobs = new JobDetails(parts.catalogue());
        this.acquire = new AcquireStep(jobs, node);
        this.fire = new FireStep(jobs, parts.ledger(), runs, listener);
        this.oneShots = new OneShotStep(jobs, fire, node);
        this.firings = new FiringIds(node);
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
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // the ids are thread-safe
    protected String getFiredTriggerRecordId() {
        return firings.next();
    }

    /** Fires one-shots that are due. Acquires the next trigger under the lock if it is another one. */
    @Override
    public List<OperableTrigger> acquireNextTriggers(long noLaterThan, int most, long timeWindow)
            throws JobPersistenceException {
        if (oneShots.isTheirTurn() && gate.getAsBoolean() && clock().complaint().isEmpty()) {
            OneShotRepository.Next next = oneShots.areMoreDue() ? DUE_ONE_SHOT : next(noLaterThan);
            if (next == null) {
                oneShots.othersTurn();
                return List.of();
            }
            if (next.isOneShot() && next.at() > OneShotStep.horizon()) {
                return List.of(oneShots.alarm(next.at()));
            }
            List<OperableTrigger> fired = next.isOneShot() ? fireOneShots(most) : List.of();
            if (next.isOneShot() && fired.isEmpty()) {
                fired = oneShots.missed();
            }
            if (!fired.isEmpty()) {
                return fired;
            }
        }
        oneShots.othersTurn();
        return super.acquireNextTriggers(noLaterThan, most, timeWindow);
    }

    private OneShotRepository.@Nullable Next next(long noLaterThan) throws JobPersistenceException {
        AcquisitionRepository.Window window = new AcquisitionRepository.Window(noLaterThan, getMisfireTime(), 1);
        return read(connection -> oneShots.next(connection, window));
    }

    private List<OperableTrigger> fireOneShots(int most) throws JobPersistenceException {
        try {
            FireStep.Batch batch =
                    executeInNonManagedTXLock(null, connection -> fireOneShots(connection, most), this::isCommitted);
            runs.begun(batch.executions());
            runs.begunUnwritten(batch.starts());
            if (!batch.fired().isEmpty()) {
                listener.acquired(batch.fired().size());
            }
            return oneShots.handOver(batch, most);
        } catch (JobPersistenceException e) {
            oneShots.failed();
            throw e;
        }
    }

    private FireStep.Batch fireOneShots(Connection connection, int most) throws JobPersistenceException {
        try {
            return oneShots.fire(connection, most, this::getFiredTriggerRecordId);
        } catch (SQLException | RuntimeException e) {
            throw new JobPersistenceException("could not fire one-shots: " + e.getMessage(), e);
        }
    }

    @Override
    protected List<OperableTrigger> acquireNextTrigger(
            Connection connection, long noLaterThan, int most, long timeWindow) throws JobPersistenceException {
        if (!gate.getAsBoolean()) {
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
        if (triggers.stream().anyMatch(OneShotStep::isAlarm)) {
            return List.of(new TriggerFiredResult((TriggerFiredBundle) null));
        }
        List<TriggerFiredResult> already = oneShots.alreadyFired(triggers);
        if (!already.isEmpty()) {
            return already;
        }
        if (clock().complaint().isPresent()) {
            // The clock was set after the acquisition; Quartz releases triggers without a bundle.
            return triggers.stream()
                    .map(trigger -> new TriggerFiredResult((TriggerFiredBundle) null))
                    .toList();
        }
        return executeInNonManagedTXLock(LOCK_TRIGGER_ACCESS, connection -> fire(connection, triggers), this::isFired);
    }

    @Override
    protected void releaseAcquiredTrigger(Connection connection, OperableTrigger trigger)
            throws JobPersistenceException {
        try {
            if (oneShots.unstarted().contains(trigger.getFireInstanceId())) {
                OneShotRepository.takeBack(connection, List.of(trigger.getFireInstanceId()));
            } else {
                ClusterRepository.release(connection, trigger.getFireInstanceId());
            }
            runs.forget(trigger.getFireInstanceId());
        } catch (SQLException e) {
            throw new JobPersistenceException("could not release " + trigger.getKey() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void releaseAcquiredTrigger(OperableTrigger trigger) {
        if (OneShotStep.isAlarm(trigger)) {
            return;
        }
        super.releaseAcquiredTrigger(trigger); // again and again, until it is committed
        oneShots.takenBack(List.of(trigger.getFireInstanceId()));
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

    private boolean isCommitted(Connection connection, FireStep.Batch batch) throws JobPersistenceException {
        return !batch.fired().isEmpty()
                && isExecuting(connection, batch.fired().get(0).trigger());
    }

    /** Whether a failed commit has succeeded after all. */
    private boolean isFired(Connection connection, List<TriggerFiredResult> results) throws JobPersistenceException {
        for (TriggerFiredResult result : results) {
            if (result.getTriggerFiredBundle() != null) {
                return isExecuting(connection, result.getTriggerFiredBundle().getTrigger());
            }
        }
        return false;
    }

    /** The transaction that fired the trigger may still be about to commit; it has the lock of its row until then. */
    private static boolean isExecuting(Connection connection, OperableTrigger trigger) throws JobPersistenceException {
        try {
            ClusterRepository.lock(connection, trigger.getKey());
            return ClusterRepository.isExecuting(connection, trigger.getFireInstanceId());
        } catch (SQLException e) {
            throw new JobPersistenceException("could not tell whether it fired: " + e.getMessage(), e);
        }
    }

    @Override
    public void shutdown() {
        takeBackUnstarted();
        super.shutdown();
    }

    /** One-shots that were fired and not started become due again, on another node. Called after the scheduler's thread has ended. */
    public void takeBackUnstarted() {
        List<String> unstarted = oneShots.unstarted();
        if (!unstarted.isEmpty()) {
            try {
                executeInNonManagedTXLock(
                        LOCK_TRIGGER_ACCESS, connection -> OneShotStep.takeBack(connection, unstarted), null);
                oneShots.takenBack(unstarted);
            } catch (JobPersistenceException e) {
                getLog().warn("fired runs are left to other nodes: runs={} cause={}", unstarted.size(), e.toString());
            }
        }
    }
}
