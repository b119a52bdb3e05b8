package touchline.scheduler;

import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.spi.SchedulerSignaler;

/** For a store without a scheduler that it could signal. */
final class NoSignals implements SchedulerSignaler {
    @Override
    public void notifyTriggerListenersMisfired(Trigger trigger) {}

    @Override
    public void notifySchedulerListenersFinalized(Trigger trigger) {}

    @Override
    public void notifySchedulerListenersJobDeleted(JobKey job) {}

    @Override
    public void signalSchedulingChange(long candidateNewNextFireTime) {}

    @Override
    public void notifySchedulerListenersError(String message, SchedulerException cause) {}
}
