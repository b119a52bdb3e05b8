package touchline.scheduler;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import touchline.scheduler.history.RetentionRepository;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.trend.JobPromise;
import touchline.scheduler.trend.TrendJob;
import touchline.scheduler.trend.TrendRepository;

/** The platform's own jobs. */
public final class PlatformJobs {
    /** Its lateness measures the scheduler. */
    public static final JobName CANARY = JobName.of("platform/canary");

    public static final JobName TRENDS = JobName.of("platform/trends");

    public static final JobName RETENTION = JobName.of("platform/retention");

    private PlatformJobs() {}

    /**
     * Returns them.
     *
     * @param alsoExpires deletes other expired rows and returns their number
     */
    public static List<JobDefinition> with(RetentionRepository retention, IntSupplier alsoExpires) {
        return List.of(
                JobDefinition.named(CANARY)
                        .does("Does nothing, on time: its lateness measures the scheduler")
                        .on(new Schedule.Every(Duration.ofSeconds(10)))
                        .exclusively()
                        .within(Duration.ofSeconds(10))
                        .lateAfter(Duration.ofSeconds(2))
                        .runs(new CanaryJob()),
                JobDefinition.named(RETENTION)
                        .does("Deletes history that is older than its retention")
                        .on(new Schedule.Cron("0 20 3 * * ?"))
                        .exclusively()
                        .within(Duration.ofMinutes(30))
                        .lateAfter(Duration.ofMinutes(5))
                        .runs(new RetentionJob(retention, alsoExpires)));
    }

    /** Counts the runs of all jobs for charts and error budgets, and samples the lag of services. */
    public static JobDefinition trends(
            TrendRepository trends, JobCatalogue catalogue, Map<JobName, JobPromise> promises) {
        promises.keySet().stream()
                .filter(job -> catalogue.find(job).isEmpty())
                .findFirst()
                .ifPresent(job -> {
                    throw new IllegalArgumentException("jobs: there is a promise for " + job + ", and no such job");
                });
        return JobDefinition.named(TRENDS)
                .does("Counts runs and samples lags, for charts and error budgets")
                .on(new Schedule.Every(Duration.ofMinutes(1)))
                .exclusively()
                .within(Duration.ofMinutes(5))
                .lateAfter(Duration.ofSeconds(30))
                .runs(new TrendJob(
                        trends,
                        catalogue.all().stream()
                                .filter(job -> !(job.schedule() instanceof Schedule.OnDemand))
                                .map(job -> promises.getOrDefault(job.name(), JobPromise.declaredBy(job)))
                                .toList()));
    }
}
