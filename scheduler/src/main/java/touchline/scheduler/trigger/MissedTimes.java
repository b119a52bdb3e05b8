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

/** The times that passed while a job was held back. */
@SuppressWarnings("JavaUtilDate") // it is what Quartz speaks
public final class MissedTimes {
    /** No more are counted, nor made up for. */
    public static final int MOST = 100;

    private final Scheduler scheduler;

    public MissedTimes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** The times of its schedule before {@code now} for which the job has not run, the first {@value #MOST} of them. */
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

    /** Lets the missed times go: the next run is at the next time of the schedule, or now. Whatever has been acquired meanwhile stays. */
    public void skip(Handle handle, JobName job, Instant now, boolean runNow) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        Date after = trigger == null ? null : trigger.getFireTimeAfter(Date.from(now));
        @Nullable Instant next = runNow ? now : after == null ? null : after.toInstant();
        if (trigger == null || next == null) {
            return;
        }
        handle.createUpdate("""
                        UPDATE qrtz_triggers SET next_fire_time = :next
                        WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group
                          AND trigger_state = 'WAITING' AND next_fire_time < :now
                        """)
                .bind("next", next.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("name", job.name())
                .bind("group", job.group())
                .execute();
    }
}
