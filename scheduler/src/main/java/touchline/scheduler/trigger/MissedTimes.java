package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import touchline.scheduler.job.JobName;

/** The times of a schedule that a pause has held back. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class MissedTimes {
    /** The most times that are counted or made up for. */
    public static final int MOST = 100;

    private final Scheduler scheduler;

    public MissedTimes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Returns the first {@value #MOST} times before {@code now} for which the job has not run. */
    public List<Instant> of(JobName job, Instant now) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        List<Instant> missed = new ArrayList<>();
        Date next = trigger == null ? null : trigger.getNextFireTime();
        while (trigger != null && next != null && next.toInstant().isBefore(now) && missed.size() < MOST) {
            missed.add(next.toInstant());
            next = trigger.getFireTimeAfter(next);
        }
        return missed;
    }

    /** Skips the missed times: the next run is at the schedule's next time, or now. An acquired trigger is left alone. */
    public void skip(Handle handle, JobName job, Instant now, boolean runNow) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        Date after = trigger == null ? null : trigger.getFireTimeAfter(Date.from(now));
        @Nullable Instant next = runNow ? now : after == null ? null : after.toInstant();
        if (trigger == null || next == null) {
            return;
        }
        TriggerTimeRepository.moveOverdue(handle, job, now, next);
    }
}
