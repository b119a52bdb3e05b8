package touchline.bench.jobs.contender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import touchline.migrations.Migrations;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.node.NodeIdentity;

/** The job platform of Touchline, including the history. */
final class TouchlineContender implements Contender {
    private static final int THREADS = 50;
    private static final JobName SHOT = JobName.of("bench/shot");

    @Override
    public String name() {
        return "touchline";
    }

    @Override
    public String settings() {
        return THREADS + " threads, otherwise as every node of ours: a row in job_executions for each run";
    }

    /** Starts and stops a node, which stores the catalogue. */
    @Override
    public void prepare(DataSource database) throws Exception {
        Migrations.migrate(database);
        start(database, "preparing-" + UUID.randomUUID(), number -> {}).close();
    }

    /** Stores requests in batches, because storing is not measured. */
    @Override
    public void store(DataSource database, List<OneShot> shots) {
        Jdbi.create(database).useTransaction(handle -> {
            PreparedBatch triggers = handle.prepareBatch("""
                    INSERT INTO qrtz_triggers
                        (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time,
                         priority, trigger_state, trigger_type, start_time, end_time, misfire_instr, job_data)
                    VALUES ('touchline', :name, 'bench/shot', 'shot', 'bench', :at, -1, 5, 'WAITING', 'SIMPLE', :at, 0, -1, :data)
                    """);
            PreparedBatch simple = handle.prepareBatch("""
                    INSERT INTO qrtz_simple_triggers
                        (sched_name, trigger_name, trigger_group, repeat_count, repeat_interval, times_triggered)
                    VALUES ('touchline', :name, 'bench/shot', 0, 0, 0)
                    """);
            for (OneShot shot : shots) {
                String name = Integer.toString(shot.number());
                triggers.bind("name", name)
                        .bind("at", shot.at().toEpochMilli())
                        .bind("data", data(name))
                        .add();
                simple.bind("name", name).add();
            }
            triggers.execute();
            simple.execute();
        });
    }

    @Override
    public AutoCloseable start(DataSource database, String node, IntConsumer job) throws Exception {
        JobDefinition shot = JobDefinition.named(SHOT)
                .does("a shot")
                .recovered()
                .runs(run -> {
                    job.accept(Integer.parseInt(run.required("number")));
                    return JobReport.done();
                });
        JobPlatform platform = new JobPlatform(
                database,
                new NodeIdentity(node, "localhost", ProcessHandle.current().pid(), "bench", THREADS),
                new JobCatalogue(List.of(shot)),
                List.of(),
                Clock.systemUTC());
        platform.start();
        return platform::stop;
    }

    private static byte[] data(String number) {
        Properties data = new Properties();
        data.putAll(Map.of("number", number, "touchline.subject", number));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            data.store(bytes, null);
        } catch (IOException e) {
            throw new IllegalStateException("a buffer takes everything", e);
        }
        return bytes.toByteArray();
    }
}
