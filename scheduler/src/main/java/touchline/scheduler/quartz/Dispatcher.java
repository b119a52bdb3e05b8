package touchline.scheduler.quartz;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** The job class that Quartz stores for every job. Its name is part of the schema: after a rename every stored job would fail. */
public class Dispatcher implements Job {
    private final JobRunner runner;

    public Dispatcher(JobRunner runner) {
        this.runner = runner;
    }

    @Override
    public final void execute(JobExecutionContext context) {
        runner.run(context);
    }
}
