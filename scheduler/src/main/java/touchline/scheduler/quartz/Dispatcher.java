package touchline.scheduler.quartz;

import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** What stands in Quartz' store for every job. Its name is schema: renamed, every stored job would fail. */
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
