package touchline.scheduler;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.drill.Drills;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.forecast.Upcoming;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunJournal;
import touchline.scheduler.node.NodeHeartbeat;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.NodeRepository;
import touchline.scheduler.node.Service;
import touchline.scheduler.operation.JobOperations;
import touchline.scheduler.operation.Pauses;
import touchline.scheduler.repair.Repairs;
import touchline.scheduler.run.RunListener;
import touchline.scheduler.store.DatabaseClock;

/** Runs the catalogue's jobs on this node, as a member of the cluster. Started once, stopped once. */
public final class JobPlatform {
    private static final Logger LOG = LoggerFactory.getLogger(JobPlatform.class);

    private final NodeIdentity identity;
    private final JobCatalogue catalogue;
    private final List<Service> services;
    private final DatabaseClock databaseClock;
    private final NodeRepository registry;
    private final NodeScheduler scheduler;
    private final NodeHeartbeat heart;
    private final Pauses pauses;
    private final JobOperations operations;
    private final Drills drills;
    private final Explainer explainer;
    private final Upcoming upcoming;
    private final Repairs repairs;
    private final SettingsCheck settings;
    private final PlatformTiming timing;

    /**
     * Creates a node that is ready to start.
     *
     * @param pool connections for the scheduler alone, so that nothing else can starve it; at least {@code threads + 5} of them
     * @param services services of this node, which operators see and restart
     * @throws IllegalStateException if the scheduler can't be built
     */
    public JobPlatform(
            DataSource pool, NodeIdentity identity, JobCatalogue catalogue, List<Service> services, Clock clock) {
        this(pool, identity, catalogue, services, clock, PlatformTiming.DEFAULT);
    }

    /** Creates a node with other timing than the default. */
    JobPlatform(
            DataSource pool,
            NodeIdentity identity,
            JobCatalogue catalogue,
            List<Service> services,
            Clock clock,
            PlatformTiming timing) {
        this.timing = timing;
        this.identity = identity;
        this.catalogue = catalogue;
        this.services = List.copyOf(services);
        Jdbi jdbi = Jdbi.create(pool);
        RunJournal journal = new RunJournal(jdbi);
        databaseClock = new DatabaseClock(clock);
        registry = new NodeRepository(jdbi, identity);
        scheduler = new NodeScheduler(
                pool,
                new NodeScheduler.Settings(identity.node(), identity.threads()),
                catalogue,
                journal,
                databaseClock,
                this::mayFire);
        heart = new NodeHeartbeat(registry, scheduler.runs(), journal, databaseClock, services);
        pauses = new Pauses(jdbi, scheduler.missedTimes());
        operations = new JobOperations(jdbi, catalogue, scheduler, pauses, services, identity.node());
        drills = new Drills(jdbi, operations.nodes(), identity.node());
        explainer = new Explainer(jdbi, catalogue);
        upcoming = new Upcoming(jdbi, catalogue);
        settings = new SettingsCheck(jdbi, identity, catalogue);
        repairs = new Repairs(jdbi, identity.node(), catalogue, scheduler, journal, timing.watchdog());
    }

    public NodeIdentity identity() {
        return identity;
    }

    public JobCatalogue catalogue() {
        return catalogue;
    }

    public JobOperations operations() {
        return operations;
    }

    /** The same over connections of operators, who can't starve the scheduler. */
    public JobOperations operations(Jdbi own) {
        return new JobOperations(
                own, catalogue, scheduler, new Pauses(own, scheduler.missedTimes()), services, identity.node());
    }

    public Drills drills() {
        return drills;
    }

    /** The same over connections of operators. */
    public Drills drills(Jdbi own) {
        return new Drills(own, operations(own).nodes(), identity.node());
    }

    public Explainer explainer() {
        return explainer;
    }

    public Upcoming upcoming() {
        return upcoming;
    }

    public Repairs repairs() {
        return repairs;
    }

    /**
     * Refuses settings under which jobs would starve each other.
     *
     * @param connections that the pool holds at most
     * @throws IllegalStateException if they would; the message says what to change
     */
    public void checkSettings(int connections) {
        settings.requireTables();
        settings.requireCapacity(connections);
    }

    /** Calls a listener for every run of this node from now on. */
    public void listen(RunListener listener) {
        scheduler.runs().listen(listener);
    }

    /**
     * Reconciles the store with the catalogue and starts firing.
     *
     * @throws IllegalStateException if the database isn't migrated
     */
    public void start() throws SchedulerException {
        settings.requireTables();
        registry.enter(catalogue);
        repairs.beforeStart();
        scheduler.reconciler().reconcile();
        scheduler.start();
        heart.start();
        heart.every(250, "keep time", scheduler::keepTime);
        heart.every(100, "write the starts of runs", scheduler::recordRunning);
        heart.every(1_000, "end pauses that have run out", this::endPauses);
        heart.every(1_000, "follow hand-over drills", drills::follow);
        repairs.goOn(heart);
    }

    /**
     * Requests one run of an on-demand job, at a time or as soon as possible after it. A second request under the same name does nothing until the
     * first is done.
     *
     * @param subject the subject of the run; with the job it names the request
     * @return whether it is a new request
     */
    public boolean request(JobName job, String subject, Instant at, Map<String, String> parameters)
            throws SchedulerException {
        return scheduler.requests().request(job, subject, at, parameters);
    }

    /** Returns why this node does not fire; empty if it fires. */
    public Optional<String> complaint() {
        if (!scheduler.isRunning()) {
            return Optional.of("its scheduler is not running");
        }
        return heart.isDraining() ? Optional.of("an operator has drained it") : databaseClock.complaint();
    }

    /**
     * Takes no new runs, waits for running ones (5 s by default), interrupts those that are left, and signs off from the cluster. Returns within 8
     * s by default; runs that ignore the interrupt, or whose end can't be written, are left behind, and another node recovers those that are recoverable.
     */
    public void stop() throws InterruptedException {
        // Quartz waits without limit. Meanwhile the node keeps checking in and can still reschedule interrupted runs.
        Thread shutdown = new Thread(scheduler::shutdown, "job-shutdown");
        shutdown.setDaemon(true);
        shutdown.start();
        shutdown.join(timing.drain().toMillis());
        if (shutdown.isAlive()) {
            LOG.warn(
                    "runs did not end in time and are interrupted: runs={} millis={}",
                    scheduler.interruptAll(),
                    timing.drain().toMillis());
            shutdown.join(timing.afterInterrupt().toMillis());
        }
        if (shutdown.isAlive()) {
            LOG.warn("runs are left to other nodes: they ignore the interrupt, or their end can't be written");
            scheduler.leaveBehind();
        }
        heart.stop();
        try {
            registry.leave();
        } catch (RuntimeException e) {
            LOG.warn(
                    "could not sign off; the other nodes will declare this one dead: node={} cause={}",
                    identity.node(),
                    e.toString());
        }
    }

    /** A clock that is off would end them early. */
    private void endPauses() {
        if (databaseClock.complaint().isEmpty()) {
            pauses.endExpired();
        }
    }

    private boolean mayFire() {
        return !heart.isDraining() && databaseClock.complaint().isEmpty();
    }
}
