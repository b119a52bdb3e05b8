package touchline.scheduler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.FencedException;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;

/** A node of the chaos tests: one-shots that take a moment, and an exclusive job all of whose effects are guarded. */
final class ChaosNode {
    static final JobName SHOT = JobName.of("chaos/shot");
    static final JobName ALONE = JobName.of("chaos/alone");

    /** Of each run of {@link #ALONE}. */
    static final int EFFECTS = 20;

    private ChaosNode() {}

    /** Arguments: the database, the node's name, and a file that exists while the exclusive job rests between two effects; none if it is left out. */
    public static void main(String[] args) throws Exception {
        DataSource pool = ForkedNode.database(args);
        Jdbi book = Jdbi.create(pool);
        Path sign = args.length > 4 ? Path.of(args[4]) : null;
        Cluster.node(pool, args[3], 20, jobs(book, args[3], sign)).start();
    }

    private static JobDefinition[] jobs(Jdbi book, String node, @Nullable Path sign) {
        return new JobDefinition[] {
            JobDefinition.named(SHOT).recovered().retried(Retry.UNTIL_DONE).runs(run -> {
                book.useHandle(
                        handle -> handle.execute("INSERT INTO shots (n, node) VALUES (?, ?)", run.required("n"), node));
                Thread.sleep(5);
                return JobReport.done();
            }),
            JobDefinition.named(ALONE)
                    .on(new Schedule.Every(Duration.ofMillis(500)))
                    .exclusively()
                    .runs(run -> {
                        for (int effect = 0; effect < EFFECTS; effect++) {
                            effect(book, run, node);
                            rest(sign);
                        }
                        return JobReport.of("effects", EFFECTS);
                    })
        };
    }

    private static void rest(@Nullable Path sign) throws IOException, InterruptedException {
        if (sign == null) {
            Thread.sleep(50);
            return;
        }
        Files.createFile(sign);
        try {
            Thread.sleep(50);
        } finally {
            Files.delete(sign);
        }
    }

    /** Writes down an effect that is guarded, or its refusal. */
    static void effect(Jdbi book, JobRun run, String node) {
        try {
            book.useTransaction(handle -> {
                run.fence().guard(handle);
                handle.execute(
                        "INSERT INTO effects (token, node) VALUES (?, ?)",
                        run.fence().token(),
                        node);
            });
        } catch (FencedException refused) {
            book.useHandle(handle -> handle.execute(
                    "INSERT INTO refusals (token, node) VALUES (?, ?)",
                    run.fence().token(),
                    node));
            throw refused;
        }
    }

    static void prepare(Jdbi book) {
        book.useHandle(handle -> handle.execute("""
                CREATE TABLE shots (id bigint GENERATED ALWAYS AS IDENTITY, n text NOT NULL, node text NOT NULL);
                CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, token bigint NOT NULL, node text NOT NULL);
                CREATE TABLE refusals (id bigint GENERATED ALWAYS AS IDENTITY, token bigint NOT NULL, node text NOT NULL);
                """));
    }
}
