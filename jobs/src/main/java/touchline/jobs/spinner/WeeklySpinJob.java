package touchline.jobs.spinner;

import java.time.Clock;
import java.time.Instant;
import touchline.market.spinner.Spinner;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Publishes the hashes of coming seeds, and draws every ended week that is not drawn yet. */
public final class WeeklySpinJob implements TouchlineJob {
    public static final JobName NAME = JobName.of("spinner/weekly");

    private final Spinner spinner;
    private final Clock clock;

    public WeeklySpinJob(Spinner spinner, Clock clock) {
        this.spinner = spinner;
        this.clock = clock;
    }

    @Override
    public JobReport run(JobRun run) throws InterruptedException {
        Instant now = clock.instant();
        long committed = spinner.commit(now);
        return JobReport.of("drawn", spinner.drawAllUndrawn(now)).and("committed", committed);
    }
}
