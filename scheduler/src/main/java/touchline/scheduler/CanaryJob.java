package touchline.scheduler;

import org.quartz.Job;
import org.quartz.JobExecutionException;
import org.quartz.jobs.NoOpJob;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.JobRun;
import touchline.scheduler.job.TouchlineJob;

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
