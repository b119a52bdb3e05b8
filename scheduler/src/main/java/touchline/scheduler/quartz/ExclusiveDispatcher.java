package touchline.scheduler.quartz;

import org.quartz.DisallowConcurrentExecution;

/** The same, for jobs of which Quartz is to run one at a time. Its name is schema too. */
@DisallowConcurrentExecution
public final class ExclusiveDispatcher extends Dispatcher {
    public ExclusiveDispatcher(JobRunner runner) {
        super(runner);
    }
}
