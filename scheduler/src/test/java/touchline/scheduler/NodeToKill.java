package touchline.scheduler;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobReport;

/** A node in a JVM of its own, to be killed. Its requested run says that it has begun, and never ends. */
final class NodeToKill {
    private NodeToKill() {}

    /** Arguments: database URL, user, password, a file to make when the run has begun, which also names the node. */
    public static void main(String[] args) throws Exception {
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
        Cluster.node(ForkedNode.database(args), String.valueOf(begun.getFileName()), asked, beating)
                .start();
    }
}
