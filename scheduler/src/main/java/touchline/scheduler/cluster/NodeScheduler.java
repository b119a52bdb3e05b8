package touchline.scheduler.cluster;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.ledger.ShortRunRepository;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.quartz.CatalogueReconciler;
import touchline.scheduler.quartz.JobRunner;
import touchline.scheduler.run.LocalRuns;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunLogAppender;
import touchline.scheduler.store.ClusterJobStore;
import touchline.scheduler.store.DatabaseClock;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.JobRequests;
import touchline.scheduler.trigger.MissedTimes;
import touchline.scheduler.trigger.StoredTriggers;

/** This node's scheduler. */
public final class NodeScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(NodeScheduler.class);

    /** A run that goes on for longer gets its row in the history before its end. */
    private static final Duration SHORT = Duration.ofMillis(100);

    private final Jdbi jdbi;
    private final OpenRuns open = new OpenRuns();
    private final Scheduler scheduler;
    private final LocalRuns runs = new LocalRuns();
    private final RunLogAppender logs;
    private final ClusterJobStore store;
    private final EffectiveSchedules schedules;
    private final CatalogueReconciler reconciler;

    /**
     * Creates a scheduler that does not fire yet.
     *
     * @param pool connections for it alone
     * @param settings the node's name, and runs at once on it
     * @param gate whether this node may fire at the moment
     * @throws IllegalStateException if it can't be built
     */
    public NodeScheduler(
            DataSource pool,
            Settings settings,
            JobCatalogue catalogue,
            RunJournal journal,
            DatabaseClock clock,
            BooleanSupplier gate) {
        jdbi = Jdbi.create(pool);
        RunHistoryRepository ledger = new RunHistoryRepository(settings.node());
        store = new ClusterJobStore(
                pool,
                settings.node(),
                new ClusterJobStore.Parts(catalogue, ledger, open, clock, gate, runs.listeners()));
        JobRunner runner = new JobRunner(catalogue, open, runs, journal, jdbi);
        try {
            scheduler = ClusteredScheduler.build(settings.node(), settings.threads(), store, runner);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler can't be built: " + e.getMessage(), e);
        }
        logs = new RunLogAppender(runs, journal);
        schedules = new EffectiveSchedules(jdbi);
        reconciler = new CatalogueReconciler(scheduler, catalogue, schedules, jdbi);
    }

    /** Settings of a node's scheduler. */
    public record Settings(String node, int threads) {}

    public void start() throws SchedulerException {
        logs.install();
        scheduler.start();
    }

    /** Takes no new runs and waits for running ones without limit. */
    public void shutdown() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            LOG.warn("the scheduler did not shut down cleanly: cause={}", e.toString());
        } finally {
            logs.remove();
        }
    }

    /**
     * Leaves behind the runs that have not ended: from now on this node neither checks in nor tries again to write what can't be written. Does not wait for the
     * database. Call it while {@link #shutdown} waits in vain.
     */
    public void leaveBehind() {
        runs.leaveBehind();
        Thread thread = new Thread(store::shutdown, "job-store-shutdown");
        thread.setDaemon(true);
        thread.start();
    }

    /** Interrupts all runs because the node stops; returns their number. */
    public int interruptAll() {
        return runs.interruptAll("its node was to stop");
    }

    /** Whether it is started and not shut down. */
    public boolean isRunning() {
        try {
            return scheduler.isStarted() && !scheduler.isInStandbyMode() && !scheduler.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Checks in if that is overdue, and measures this node's clock while it is off. Call it a few times a second. */
    public void keepTime() {
        try {
            store.keepTime();
        } catch (SQLException | JobPersistenceException e) {
            throw new IllegalStateException("the database's clock can't be read: " + e.getMessage(), e);
        }
    }

    /** Writes the starts of runs that are no longer short to the history. Call it a few times a second. */
    public void recordRunning() {
        List<String> unwritten = open.unwritten(SHORT);
        if (!unwritten.isEmpty()) {
            try {
                open.written(jdbi.inTransaction(handle -> {
                    TriggerLockRepository.share(handle.getConnection());
                    return ShortRunRepository.running(handle.getConnection(), unwritten);
                }));
            } catch (SQLException e) {
                throw new IllegalStateException("the starts of runs can't be written: " + e.getMessage(), e);
            }
        }
    }

    public StoredTriggers storedTriggers() {
        return new StoredTriggers(scheduler);
    }

    public LocalRuns runs() {
        return runs;
    }

    public CatalogueReconciler reconciler() {
        return reconciler;
    }

    public EffectiveSchedules schedules() {
        return schedules;
    }

    public JobRequests requests() {
        return new JobRequests(scheduler);
    }

    public MissedTimes missedTimes() {
        return new MissedTimes(scheduler);
    }
}
