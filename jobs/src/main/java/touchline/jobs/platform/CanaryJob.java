package touchline.jobs.platform;

import org.quartz.Job;
import org.quartz.JobExecutionException;
import org.quartz.jobs.NoOpJob;
import touchline.jobs.platform.job.JobReport;
import touchline.jobs.platform.job.JobRun;
import touchline.jobs.platform.job.TouchlineJob;

/** Does nothing, by Quartz' own job that does nothing: how late it is tells how the scheduler is. */
final class CanaryJob implements TouchlineJob {
    private final Job nothing = new NoOpJob();

    @Override
    @SuppressWarnings("NullAway") // it doesn't look
    public JobReport run(JobRun run) throws JobExecutionException {
        nothing.execute(null);
        return JobReport.done();
    }
}
