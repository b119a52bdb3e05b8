package touchline.jobs.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import touchline.jobs.platform.job.JobDefinition;
import touchline.jobs.platform.job.JobReport;

/** A node in a JVM of its own, to be killed. Its requested run says that it has begun, and never ends. */
final class DoomedNode {
    private DoomedNode() {}

    /** Arguments: database URL, user, password, a file to make when the run has begun, which also names the node. */
    public static void main(String[] args) throws Exception {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        Path begun = Path.of(args[3]);
        JobDefinition asked = FailOverTest.asked(run -> {
            Files.createFile(begun);
            Thread.sleep(Duration.ofMinutes(5).toMillis());
            return JobReport.done();
        });
        JobDefinition beating = FailOverTest.beating(run -> {
            if (Files.exists(begun)) {
                Thread.sleep(Duration.ofMinutes(5).toMillis());
            }
            return JobReport.done();
        });
        Cluster.node(database, String.valueOf(begun.getFileName()), asked, beating)
                .start();
    }
}
