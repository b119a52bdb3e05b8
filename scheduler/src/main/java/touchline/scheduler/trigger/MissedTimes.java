package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import touchline.scheduler.job.JobName;

/** The times of a schedule that a pause has held back. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class MissedTimes {
    /** The most times that are counted or made up for. */
    public static final int MOST = 100;

    /** The most times that are recorded as missed together. */
    public static final int RECORDED = 5_000;

    private final Scheduler scheduler;

    public MissedTimes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Returns the first {@value #MOST} times before {@code now} for which the job has not run. */
    public List<Instant> of(JobName job, Instant now) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        return trigger == null ? List.of() : of(trigger, calendar(trigger), now, MOST);
    }

    /** Returns the first times of a trigger before {@code now}, from its next time on. */
    public static List<Instant> of(Trigger trigger, @Nullable Calendar calendar, Instant now, int most) {
        List<Instant> missed = new ArrayList<>();
        Date next = trigger.getNextFireTime();
        while (next != null && next.toInstant().isBefore(now) && missed.size() < most) {
            missed.add(next.toInstant());
            next = after(trigger, calendar, next);
        }
        return missed;
    }

    /** Returns the first time of a trigger after another that its calendar includes; null if there is none. */
    public static @Nullable Date after(Trigger trigger, @Nullable Calendar calendar, Date time) {
        Date next = trigger.getFireTimeAfter(time);
        while (next != null && calendar != null && !calendar.isTimeIncluded(next.getTime())) {
            next = trigger.getFireTimeAfter(next);
        }
        return next;
    }

    private @Nullable Calendar calendar(Trigger trigger) throws SchedulerException {
        return trigger.getCalendarName() == null ? null : scheduler.getCalendar(trigger.getCalendarName());
    }

    /** Now, or where its calendar excludes today, the start of the next day that it doesn't. */
    private static Instant firstIncluded(@Nullable Calendar calendar, Instant now) {
        return calendar == null || calendar.isTimeIncluded(now.toEpochMilli())
                ? now
                : Instant.ofEpochMilli(StoredCalendar.nextIncluded(calendar, now.toEpochMilli()));
    }

    /** Skips the missed times: the next run is at the schedule's next time, or now. An acquired trigger is left alone. */
    public void skip(Handle handle, JobName job, Instant now, boolean runNow) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        if (trigger == null) {
            return;
        }
        @Nullable Calendar calendar = calendar(trigger);
        Date after = after(trigger, calendar, Date.from(now));
        @Nullable Instant next = runNow ? firstIncluded(calendar, now) : after == null ? null : after.toInstant();
        if (next == null) {
            return;
        }
        TriggerTimeRepository.moveOverdue(handle, job, now, next);
    }
}
