package touchline.scheduler.trigger;

import java.util.Optional;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import touchline.scheduler.job.JobName;

/** Stored triggers. */
public final class StoredTriggers {
    private final Scheduler scheduler;

    public StoredTriggers(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Returns why a trigger can't be read; empty if it can, or if it does not exist. */
    public Optional<String> complaint(String group, String name) {
        try {
            Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(name, group));
            if (trigger == null) {
                return Optional.empty();
            }
            TriggerData.of(trigger.getJobDataMap());
            String calendar = trigger.getCalendarName();
            return calendar == null || scheduler.getCalendar(calendar) != null
                    ? Optional.empty()
                    : Optional.of("its calendar " + calendar + " is missing");
        } catch (SchedulerException | RuntimeException e) {
            // Quartz appends its statement, which does not help operators.
            return Optional.of(String.valueOf(e.getMessage()).replaceFirst("(?s) and statement: .*", ""));
        }
    }

    /** Whether it is the trigger of the job's schedule, and not of a request. */
    public static boolean isSchedule(JobName job, String group, String name) {
        return QuartzNames.schedule(job).equals(TriggerKey.triggerKey(name, group));
    }
}
