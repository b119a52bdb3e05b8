package touchline.scheduler.cluster;

import org.quartz.Scheduler;
import org.quartz.SchedulerConfigException;
import org.quartz.SchedulerException;
import org.quartz.core.QuartzScheduler;
import org.quartz.core.QuartzSchedulerResources;
import org.quartz.impl.DefaultThreadExecutor;
import org.quartz.impl.StdJobRunShellFactory;
import org.quartz.impl.StdScheduler;
import org.quartz.impl.jdbcjobstore.InvalidConfigurationException;
import org.quartz.utils.DBConnectionManager;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.quartz.Dispatcher;
import touchline.scheduler.quartz.ExclusiveDispatcher;
import touchline.scheduler.quartz.JobRunner;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.store.ClusterJobStore;
import touchline.scheduler.trigger.ClusterDelegate;

/**
 * Builds Quartz with the settings of a cluster that fails over fast. Quartz' factories are not used: they keep schedulers and connections in
 * registries per JVM, so a second node in the same JVM would obtain those of the first.
 */
final class ClusteredScheduler {
    /** How long a node sleeps before it looks for triggers that another node has scheduled. */
    private static final long IDLE_MILLIS = 1_000;

    /** With Quartz' default of 15 s, one failed check-in would make the others declare this node dead. */
    private static final long DATABASE_RETRY_MILLIS = 1_000;

    /** With a grace of one second, a dead node is detected within 2.5 s. */
    private static final long CHECK_IN_MILLIS = 750;

    private static final int LARGEST_BATCH = 50;

    private ClusteredScheduler() {}

    /** Builds a scheduler that does not fire yet. */
    static Scheduler build(String node, int threads, ClusterJobStore store, JobRunner runner)
            throws SchedulerException {
        configure(store, threads);
        StdJobRunShellFactory shells = new StdJobRunShellFactory();
        QuartzSchedulerResources resources = new QuartzSchedulerResources();
        resources.setName(QuartzSql.SCHEDULER);
        resources.setInstanceId(node);
        resources.setThreadName("job-scheduler");
        resources.setJobRunShellFactory(shells);
        resources.setThreadPool(new JobThreads(threads, store::takeBackUnstarted, store::awaitEnds));
        resources.setThreadExecutor(new DefaultThreadExecutor());
        resources.setJobStore(store);
        resources.setMaxBatchSize(Math.min(threads, LARGEST_BATCH));
        resources.setBatchTimeWindow(0);
        resources.setInterruptJobsOnShutdown(false);

        QuartzScheduler quartz = new QuartzScheduler(resources, IDLE_MILLIS, DATABASE_RETRY_MILLIS);
        store.initialize(new KnownClasses(), quartz.getSchedulerSignaler());
        Scheduler scheduler = new StdScheduler(quartz);
        shells.initialize(scheduler);
        quartz.initialize();
        scheduler.setJobFactory((fired, from) -> fired.getJobDetail().getJobClass() == ExclusiveDispatcher.class
                ? new ExclusiveDispatcher(runner)
                : new Dispatcher(runner));
        return scheduler;
    }

    private static void configure(ClusterJobStore store, int threads) throws SchedulerConfigException {
        DBConnectionManager.getInstance().addConnectionProvider(QuartzSql.SCHEDULER, new NoOpConnectionProvider());
        store.setDataSource(QuartzSql.SCHEDULER);
        store.setTablePrefix("qrtz_");
        store.setUseProperties("true");
        store.setIsClustered(true);
        store.setClusterCheckinInterval(CHECK_IN_MILLIS);
        store.setMisfireThreshold(Misfire.THRESHOLD.toMillis());
        store.setDbRetryInterval(DATABASE_RETRY_MILLIS);
        store.setThreadPoolSize(threads);
        store.setMakeThreadsDaemons(true);
        // Without it two nodes can fire one trigger twice (quartz-scheduler/quartz#107).
        store.setAcquireTriggersWithinLock(true);
        store.setSelectWithLockSQL(TriggerLockRepository.QUARTZ_EXCLUSIVE);
        try {
            store.setDriverDelegateClass(ClusterDelegate.class.getName());
        } catch (InvalidConfigurationException e) {
            throw new SchedulerConfigException("the delegate can't be set", e);
        }
    }
}
