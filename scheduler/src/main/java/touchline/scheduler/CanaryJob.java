package touchline.scheduler;

import org.quartz.Job;
import org.quartz.JobExecutionException;
import org.quartz.jobs.NoOpJob;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

/** Does nothing, by Quartz' own no-op job. Its lateness measures the scheduler. */
final class CanaryJob implements TouchlineJob {
    private final Job nothing = new NoOpJob();

    @Override
    @SuppressWarnings("NullAway") // the no-op job ignores its context
    public JobReport run(JobRun run) throws JobExecutionException {
        nothing.execute(null);
        return JobReport.done();
    }
}
