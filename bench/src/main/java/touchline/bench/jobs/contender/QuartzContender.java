package touchline.bench.jobs.contender;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/** Quartz with its own clustered store and tables: one durable job, and a trigger for each run. */
final class QuartzContender implements Contender {
    private static final String POOL = "bench";
    private static final int CHUNK = 500;

    private final String name;
    private final String settings;
    private final Map<String, String> changed;

    private QuartzContender(String name, String settings, Map<String, String> changed) {
        this.name = name;
        this.settings = settings;
        this.changed = changed;
    }

    static QuartzContender stock() {
        return new QuartzContender(
                "quartz",
                "clustered JDBC store as it comes: 10 threads, batches of 1, check-in 7.5 s; acquireTriggersWithinLock, as a cluster must",
                Map.of());
    }

    static QuartzContender tuned() {
        return new QuartzContender(
                "quartz-tuned",
                "50 threads, batches of 50, idleWaitTime 1 s, check-in 1 s (the grace of 7.5 s after it is fixed)",
                Map.of(
                        "org.quartz.threadPool.threadCount", "50",
                        "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "50",
                        "org.quartz.scheduler.idleWaitTime", "1000",
                        "org.quartz.jobStore.clusterCheckinInterval", "1000"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String settings() {
        return settings;
    }

    @Override
    public void prepare(DataSource database) throws Exception {
        String tables = "/org/quartz/impl/jdbcjobstore/tables_postgres.sql";
        try (InputStream script = Scheduler.class.getResourceAsStream(tables);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IllegalStateException("Quartz doesn't bring " + tables);
            }
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void store(DataSource database, List<OneShot> shots) throws Exception {
        Scheduler scheduler = scheduler(database, "storing");
        JobDetail job = JobBuilder.newJob(ShotJob.class)
                .withIdentity("shot")
                .storeDurably()
                .requestRecovery()
                .build();
        for (int from = 0; from < shots.size(); from += CHUNK) {
            Set<Trigger> triggers = new HashSet<>();
            for (OneShot shot : shots.subList(from, Math.min(from + CHUNK, shots.size()))) {
                triggers.add(TriggerBuilder.newTrigger()
                        .withIdentity(Integer.toString(shot.number()))
                        .forJob(job)
                        .startAt(Date.from(shot.at()))
                        .build());
            }
            scheduler.scheduleJobs(Map.of(job, triggers), true);
        }
        scheduler.shutdown();
    }

    @Override
    public AutoCloseable start(DataSource database, String node, IntConsumer job) throws Exception {
        Scheduler scheduler = scheduler(database, node);
        scheduler.setJobFactory((fired, from) -> new ShotJob(job));
        scheduler.start();
        return () -> scheduler.shutdown(true);
    }

    private Scheduler scheduler(DataSource database, String node) throws SchedulerException {
        DBConnectionManager.getInstance().addConnectionProvider(POOL, new Pool(database));
        Properties all = new Properties();
        all.setProperty("org.quartz.scheduler.instanceName", "bench");
        all.setProperty("org.quartz.scheduler.instanceId", node);
        all.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        all.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        all.setProperty("org.quartz.threadPool.threadCount", "10");
        all.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        all.setProperty("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        all.setProperty("org.quartz.jobStore.dataSource", POOL);
        all.setProperty("org.quartz.jobStore.isClustered", "true");
        all.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        all.putAll(changed);
        return new StdSchedulerFactory(all).getScheduler();
    }

    /** Named in the store. A recovered run has another trigger name and the data of the original. */
    public static final class ShotJob implements Job {
        private final IntConsumer job;

        ShotJob(IntConsumer job) {
            this.job = job;
        }

        @Override
        public void execute(JobExecutionContext context) {
            job.accept(Integer.parseInt(
                    context.isRecovering()
                            ? context.getRecoveringTriggerKey().getName()
                            : context.getTrigger().getKey().getName()));
        }
    }

    private record Pool(DataSource database) implements ConnectionProvider {
        @Override
        public Connection getConnection() throws SQLException {
            return database.getConnection();
        }

        @Override
        public void initialize() {}

        @Override
        public void shutdown() {}
    }
}
