package touchline.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.tomcat.jdbc.pool.DataSource;
import touchline.scheduler.JobPlatform;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.NodeIdentity;
import touchline.stores.child.ChildJvm;
import touchline.stores.junit.TestStores;

/** A node in a process of its own, to be killed in the middle of a run that does not end. */
final class LoneNode implements AutoCloseable {
    private final Process process;

    private LoneNode(Process process) {
        this.process = process;
    }

    /** On these stores. */
    record Database(String url, String user, String password) {
        static Database of(TestStores stores) {
            return new Database(stores.databaseUrl(), stores.user(), stores.password());
        }
    }

    /** Begins to run {@code job} at once. */
    static LoneNode start(Database database, String name, JobName job, Path log) throws IOException {
        return new LoneNode(new ProcessBuilder(ChildJvm.command(
                        LoneNode.class, database.url(), database.user(), database.password(), name, job.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    /** Arguments: the database, the node's name, and the job's. */
    public static void main(String[] args) throws Exception {
        DataSource pool = new DataSource();
        pool.setDriverClassName("org.postgresql.Driver");
        pool.setUrl(args[0]);
        pool.setUsername(args[1]);
        pool.setPassword(args[2]);
        pool.setMaxActive(12);
        JobDefinition endless = JobDefinition.named(JobName.of(args[4]))
                .does("Goes on until its node is gone")
                // If its run is taken for lost before a test has seen it, as on a machine that is overloaded, another
                // one follows.
                .on(new Schedule.Every(Duration.ofMinutes(1)))
                .runs(run -> {
                    run.log("it begins");
                    run.progress(42, "halfway, more or less");
                    run.log("it goes on until this node is gone");
                    new CountDownLatch(1).await();
                    return JobReport.done();
                });
        new JobPlatform(
                        pool,
                        new NodeIdentity(
                                args[3], args[3], ProcessHandle.current().pid(), "development", 5),
                        new JobCatalogue(List.of(endless)),
                        List.of(),
                        Clock.systemUTC())
                .start();
        new CountDownLatch(1).await();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
