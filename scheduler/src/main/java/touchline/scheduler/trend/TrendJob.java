package touchline.scheduler.trend;

import java.time.Instant;
import java.util.List;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Writes trends, once a minute. */
public final class TrendJob implements TouchlineJob {
    private final TrendRepository trends;
    private final List<JobPromise> promises;

    public TrendJob(TrendRepository trends, List<JobPromise> promises) {
        this.trends = trends;
        this.promises = List.copyOf(promises);
    }

    @Override
    public JobReport run(JobRun run) {
        Instant now = Instant.now();
        trends.promise(promises);
        trends.sample(now);
        trends.countRuns(now);
        return JobReport.of("deleted", trends.trim(now));
    }
}
