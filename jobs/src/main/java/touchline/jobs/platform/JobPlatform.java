package touchline.jobs.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

    private final String node;
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final JobHistory history;
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
        this.scheduler = build(pool, node, threads, new JobRunner(catalogue, history));
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
        ScheduledFuture<?> untilStopped = watch.scheduleWithFixedDelay(this::markLost, 2, 2, TimeUnit.SECONDS);
        LOG.debug("watching for lost runs: {}", untilStopped);
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

    /** Takes nothing new, lets runs end for a while, interrupts what is left, and tells the others that they needn't wait for this node. */
    public void stop() throws SchedulerException, InterruptedException {
        watch.shutdownNow();
        scheduler.standby();
        long end = System.nanoTime() + DRAIN.toNanos();
        while (!scheduler.getCurrentlyExecutingJobs().isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(50);
        }
        int left = scheduler.getCurrentlyExecutingJobs().size();
        if (left > 0) {
            LOG.warn("{} runs did not end within {} s and are left behind", left, DRAIN.toSeconds());
        }
        scheduler.shutdown(false);
        if (left == 0) {
            jdbi.useHandle(handle -> handle.createUpdate(
                            "DELETE FROM qrtz_scheduler_state WHERE sched_name = :scheduler AND instance_name = :node")
                    .bind("scheduler", QuartzSettings.SCHEDULER)
                    .bind("node", node)
                    .execute());
        }
    }

    private void markLost() {
        try {
            int lost = history.markLost();
            if (lost > 0) {
                LOG.warn("{} runs were lost with their nodes", lost);
            }
        } catch (RuntimeException e) {
            LOG.warn("could not look for lost runs: {}", e.toString());
        }
    }

    private static Scheduler build(DataSource pool, String node, int threads, JobRunner runner) {
        String dataSource = "touchline-" + node;
        DBConnectionManager.getInstance().addConnectionProvider(dataSource, new PooledConnections(pool));
        try {
            Scheduler scheduler = new StdSchedulerFactory(QuartzSettings.of(node, threads, dataSource)).getScheduler();
            // The registry is one a JVM and by name: a second node in this JVM would be handed the first one's
            // scheduler.
            SchedulerRepository.getInstance().remove(QuartzSettings.SCHEDULER);
            scheduler.setJobFactory((fired, from) -> fired.getJobDetail().getJobClass() == ExclusiveDispatcher.class
                    ? new ExclusiveDispatcher(runner)
                    : new Dispatcher(runner));
            return scheduler;
        } catch (SchedulerException e) {
            throw new IllegalStateException("the scheduler can't be built: " + e.getMessage(), e);
        }
    }
}
