package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's part in running the catalogue's jobs. Started once, stopped once. */
public final class JobPlatform {
    private static final Logger LOG = LoggerFactory.getLogger(JobPlatform.class);
    private static final Duration DRAIN = Duration.ofSeconds(15);
    private static final Duration LAST_WORDS = Duration.ofSeconds(3);

    private final String node;
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final JobHistory history;
    private final RunsHere runs = new RunsHere();
    private final Scheduler scheduler;
    private final ScheduledExecutorService watch;

    /**
     * A node that is ready to start.
     *
     * @param pool connections for the scheduler alone, so that nothing else can starve it; at least {@code threads + 3} of them
     * @param node its name in the cluster: unique, also among nodes that are gone
     * @param threads runs at once on this node
     * @throws IllegalStateException if the scheduler can't be built
     */
    public JobPlatform(DataSource pool, String node, int threads, JobCatalogue catalogue) {
        this.node = node;
        this.jdbi = Jdbi.create(pool);
        this.catalogue = catalogue;
        this.history = new JobHistory(jdbi, node);
        this.scheduler = build(pool, node, threads, new JobRunner(catalogue, history, runs));
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "job-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    public String node() {
        return node;
    }

    /** Makes the store agree with the catalogue, and begins to fire. */
    public void start() throws SchedulerException {
        new CatalogueReconciler(scheduler, catalogue).reconcile();
        scheduler.start();
        ScheduledFuture<?> untilStopped = watch.scheduleWithFixedDelay(this::tendHistory, 2, 2, TimeUnit.SECONDS);
        LOG.debug("tending the history: {}", untilStopped);
    }

    /**
     * Asks for one run of a job that runs on demand, at a time or as soon as possible after it. Asked for again under the same name
     * before it is done, nothing happens.
     *
     * @param subject what the run is about; with the job it names the request
     * @return whether it is a new request
     */
    public boolean request(JobName job, String subject, Instant at, Map<String, String> parameters)
            throws SchedulerException {
        return new JobRequests(scheduler).request(job, subject, at, parameters);
    }

    /** Whether it fires: started, and neither in standby nor shut down. */
    public boolean isRunning() {
        try {
            return scheduler.isStarted() && !scheduler.isInStandbyMode() && !scheduler.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /**
     * Takes nothing new, lets runs end for 15 s, interrupts what is left, and tells the others that they needn't wait for this node. Returns
     * within 20 s; runs that won't be interrupted are then left behind, and are another node's if they are recoverable.
     */
    public void stop() throws InterruptedException {
        watch.shutdownNow();
        // Quartz waits without limit. While it does, the node keeps checking in and can still put off what it was
        // interrupted in.
        Thread shutdown = new Thread(this::shutdown, "job-shutdown");
        shutdown.setDaemon(true);
        shutdown.start();
        shutdown.join(DRAIN.toMillis());
        if (shutdown.isAlive()) {
            LOG.warn("{} runs did not end within {} s and are interrupted", runs.interruptAll(), DRAIN.toSeconds());
            shutdown.join(LAST_WORDS.toMillis());
        }
        if (shutdown.isAlive()) {
            LOG.warn("some runs don't heed the interrupt and are left behind");
        }
        handOver();
    }

    private void shutdown() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            LOG.warn("the scheduler did not shut down cleanly: {}", e.toString());
        }
    }

    /** Triggers that this node had acquired, but not fired, would stand still if it just vanished: the others have to clean up after it. */
    private void handOver() {
        try {
            jdbi.useTransaction(handle -> {
                handle.createUpdate("""
                                DELETE FROM qrtz_scheduler_state AS s
                                WHERE s.sched_name = :scheduler AND s.instance_name = :node
                                  AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                                  WHERE f.sched_name = s.sched_name AND f.instance_name = s.instance_name)
                                """)
                        .bind("scheduler", QuartzSettings.SCHEDULER)
                        .bind("node", node)
                        .execute();
                handle.createUpdate("""
                                UPDATE qrtz_scheduler_state SET last_checkin_time = 0
                                WHERE sched_name = :scheduler AND instance_name = :node
                                """)
                        .bind("scheduler", QuartzSettings.SCHEDULER)
                        .bind("node", node)
                        .execute();
            });
        } catch (RuntimeException e) {
            LOG.warn("the others will notice that {} is gone when it no longer checks in: {}", node, e.toString());
        }
    }

    private void tendHistory() {
        try {
            history.catchUp();
            int lost = history.markLost();
            if (lost > 0) {
                LOG.warn("{} runs were lost with their nodes", lost);
            }
        } catch (RuntimeException e) {
            LOG.warn("could not tend the history: {}", e.toString());
        }
    }

    private static Scheduler build(DataSource pool, String node, int threads, JobRunner runner) {
        String dataSource = "touchline-" + node;
        DBConnectionManager.getInstance().addConnectionProvider(dataSource, new PooledConnections(pool));
        try {
            Scheduler scheduler = unregistered(QuartzSettings.of(node, threads, dataSource));
            scheduler.setJobFactory((fired, from) -> fired.getJobDetail().getJobClass() == ExclusiveDispatcher.class
                    ? new ExclusiveDispatcher(runner)
                    : new Dispatcher(runner));
            return scheduler;
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler can't be built: " + e.getMessage(), e);
        }
    }

    /** Quartz' registry is one a JVM and by name: a second node in this JVM would be handed the first one's scheduler. */
    private static Scheduler unregistered(Properties settings) throws SchedulerException {
        SchedulerRepository registry = SchedulerRepository.getInstance();
        synchronized (registry) {
            Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
            registry.remove(QuartzSettings.SCHEDULER);
            return scheduler;
        }
    }
}
