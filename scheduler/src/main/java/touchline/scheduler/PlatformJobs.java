package touchline.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import touchline.scheduler.history.Retention;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;

/** The platform's own jobs. */
public final class PlatformJobs {
    /** Its lateness tells how the scheduler is. */
    public static final JobName CANARY = JobName.of("platform/canary");

    public static final JobName RETENTION = JobName.of("platform/retention");

    private PlatformJobs() {}

    /**
     * Them.
     *
     * @param alsoExpires deletes what else has run out, and gives how many rows that were
     */
    public static List<JobDefinition> with(Retention retention, IntSupplier alsoExpires) {
        return List.of(
                JobDefinition.named(CANARY)
                        .does("Does nothing, on time: how late it is tells how the scheduler is")
                        .on(new Schedule.Every(Duration.ofSeconds(10)))
                        .exclusively()
                        .within(Duration.ofSeconds(10))
                        .lateAfter(Duration.ofSeconds(2))
                        .runs(new CanaryJob()),
                JobDefinition.named(RETENTION)
                        .does("Lets go of history that is older than it has to be kept")
                        .on(new Schedule.Cron("0 20 3 * * ?"))
                        .exclusively()
                        .within(Duration.ofMinutes(30))
                        .lateAfter(Duration.ofMinutes(5))
                        .runs(new RetentionJob(retention, alsoExpires)));
    }
}
