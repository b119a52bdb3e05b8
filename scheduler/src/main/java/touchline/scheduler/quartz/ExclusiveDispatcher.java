package touchline.scheduler.quartz;

import org.quartz.DisallowConcurrentExecution;

/** The job class for jobs that run one run at a time. Its name is part of the schema too. */
@DisallowConcurrentExecution
public final class ExclusiveDispatcher extends Dispatcher {
    public ExclusiveDispatcher(JobRunner runner) {
        super(runner);
    }
}
