package touchline.jobs.platform;

import java.util.Properties;

/** Quartz as it has to be set for a cluster that fails over fast. */
final class QuartzSettings {
    static final String SCHEDULER = "touchline";

    private QuartzSettings() {}

    static Properties of(String node, int threads, String dataSource) {
        Properties settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", SCHEDULER);
        settings.setProperty("org.quartz.scheduler.instanceId", node);
        settings.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        // How long a node sleeps before it looks for what another node has scheduled.
        settings.setProperty("org.quartz.scheduler.idleWaitTime", "1000");
        settings.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "10");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
        settings.setProperty("org.quartz.jobStore.class", FastFailoverJobStore.class.getName());
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.dataSource", dataSource);
        settings.setProperty("org.quartz.jobStore.tablePrefix", "qrtz_");
        settings.setProperty("org.quartz.jobStore.useProperties", "true");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty("org.quartz.jobStore.clusterCheckinInterval", "1000");
        settings.setProperty("org.quartz.jobStore.misfireThreshold", "5000");
        // At Quartz' own 15 s, one failed check-in would have this node given up by the others. (The job store's
        // property of the like
        // name is overwritten by this one.)
        settings.setProperty("org.quartz.scheduler.dbFailureRetryInterval", "1000");
        // Without it two nodes can fire one trigger twice (quartz-scheduler/quartz#107).
        settings.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        return settings;
    }
}
