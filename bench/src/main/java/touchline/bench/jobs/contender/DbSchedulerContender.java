package touchline.bench.jobs.contender;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** db-scheduler: a row for each job, deleted after the run; no history. */
final class DbSchedulerContender implements Contender {
    private static final int THREADS = 50;

    private final String name;
    private final String polling;
    private final UnaryOperator<SchedulerBuilder> strategy;

    private DbSchedulerContender(String name, String polling, UnaryOperator<SchedulerBuilder> strategy) {
        this.name = name;
        this.polling = polling;
        this.strategy = strategy;
    }

    static DbSchedulerContender fetching() {
        return new DbSchedulerContender(
                "db-scheduler-fetch",
                "fetches 4 executions a thread and picks each as it runs",
                builder -> builder.pollUsingFetchAndLockOnExecute(0.5, 4.0));
    }

    static DbSchedulerContender locking() {
        return new DbSchedulerContender(
                "db-scheduler-lock",
                "locks and fetches 4 executions a thread",
                builder -> builder.pollUsingLockAndFetch(0.5, 4.0));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String settings() {
        return THREADS + " threads, " + polling + ", polls each second, heartbeat 1 s, dead after 4 missed";
    }

    @Override
    public String notRun() {
        return "with its defaults (heartbeat 5 min, dead after 6 missed) 30 min";
    }

    /** The documented columns. */
    @Override
    public void prepare(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE scheduled_tasks (
                        task_name            text NOT NULL,
                        task_instance        text NOT NULL,
                        task_data            bytea,
                        execution_time       timestamptz,
                        picked               boolean NOT NULL,
                        picked_by            text,
                        last_success         timestamptz,
                        last_failure         timestamptz,
                        consecutive_failures int,
                        last_heartbeat       timestamptz,
                        version              bigint NOT NULL,
                        priority             smallint,
                        state                text,
                        PRIMARY KEY (task_name, task_instance)
                    );
                    CREATE INDEX ON scheduled_tasks (execution_time);
                    CREATE INDEX ON scheduled_tasks (last_heartbeat);
                    CREATE INDEX ON scheduled_tasks (priority DESC, execution_time);
                    """);
        }
    }

    @Override
    public void store(DataSource database, List<OneShot> shots) {
        forgetEarlierRounds(database);
        OneTimeTask<Void> task = task(number -> {});
        SchedulerClient.Builder.create(database, task)
                .build()
                .scheduleBatch(shots.stream()
                        .map(shot ->
                                SchedulableInstance.of(task.instance(Integer.toString(shot.number())), shot.at())));
    }

    /** A node that stops may leave executions that have run: they would run again, and their names are taken. */
    private static void forgetEarlierRounds(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM scheduled_tasks");
        } catch (SQLException e) {
            throw new IllegalStateException("earlier executions can't be deleted", e);
        }
    }

    @Override
    public AutoCloseable start(DataSource database, String node, IntConsumer job) {
        Scheduler scheduler = strategy.apply(Scheduler.create(database, task(job))
                        .schedulerName(new SchedulerName.Fixed(node))
                        .threads(THREADS)
                        .pollingInterval(Duration.ofSeconds(1))
                        .heartbeatInterval(Duration.ofSeconds(1))
                        .missedHeartbeatsLimit(4))
                .build();
        scheduler.start();
        return scheduler::stop;
    }

    private static OneTimeTask<Void> task(IntConsumer job) {
        return Tasks.oneTime("shot")
                .onDeadExecutionRevive()
                .execute((instance, context) -> job.accept(Integer.parseInt(instance.getId())));
    }
}
