package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import touchline.scheduler.job.JobName;
import touchline.scheduler.misfire.Missed;

/** The times of a schedule that a pause has held back. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class MissedTimes {
    /** The most times that are made up for one by one. */
    public static final int MOST = 100;

    /** The most times that are stepped through while the lock of all nodes is held. */
    public static final int UNDER_LOCK = 200;

    private static final int AT_LEISURE = 10_000;

    private final Scheduler scheduler;

    public MissedTimes(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Returns the first times before {@code now} for which the job has not run. */
    public List<Instant> of(JobName job, Instant now, int most) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        List<Instant> missed = new ArrayList<>();
        if (trigger != null) {
            Calendar calendar = calendar(trigger);
            Date next = trigger.getNextFireTime();
            while (next != null && next.toInstant().isBefore(now) && missed.size() < most) {
                missed.add(next.toInstant());
                next = after(trigger, calendar, next);
            }
        }
        return missed;
    }

    /** Counts the times before {@code now} for which the job has not run; empty for none. */
    public Optional<Missed> count(JobName job, Instant now) throws SchedulerException {
        Trigger trigger = scheduler.getTrigger(QuartzNames.schedule(job));
        return trigger == null ? Optional.empty() : count(trigger, calendar(trigger), now, AT_LEISURE);
    }

    /**
     * Counts the times of a trigger before {@code now}, from its next time on; empty for none. Those of an interval without a calendar are calculated.
     *
     * @param most of other schedules, at most so many are stepped through
     */
    public static Optional<Missed> count(Trigger trigger, @Nullable Calendar calendar, Instant now, int most) {
        Date next = trigger.getNextFireTime();
        if (next == null || !next.toInstant().isBefore(now)) {
            return Optional.empty();
        }
        if (calendar == null && trigger instanceof SimpleTrigger simple && simple.getRepeatInterval() > 0) {
            long further = (now.toEpochMilli() - 1 - next.getTime()) / simple.getRepeatInterval();
            Instant last = next.toInstant().plusMillis(further * simple.getRepeatInterval());
            return Optional.of(new Missed(next.toInstant(), last, further + 1, false));
        }
        Missed missed = Missed.one(next.toInstant());
        next = after(trigger, calendar, next);
        while (next != null && next.toInstant().isBefore(now)) {
            if (missed.times() == most) {
                return Optional.of(new Missed(missed.first(), missed.last(), most, true));
            }
            missed = missed.and(Missed.one(next.toInstant()));
            next = after(trigger, calendar, next);
        }
        return Optional.of(missed);
    }

    /** Returns the first time of a trigger after another that its calendar includes; null if there is none. Excluded days are skipped as a whole. */
    public static @Nullable Date after(Trigger trigger, @Nullable Calendar calendar, Date time) {
        Date next = trigger.getFireTimeAfter(time);
        while (next != null && calendar != null && !calendar.isTimeIncluded(next.getTime())) {
            long included = StoredCalendar.nextIncluded(calendar, next.getTime());
            next = trigger.getFireTimeAfter(new Date(Math.max(included - 1, next.getTime())));
        }
        return next;
    }

    private @Nullable Calendar calendar(Trigger trigger) throws SchedulerException {
        return trigger.getCalendarName() == null ? null : scheduler.getCalendar(trigger.getCalendarName());
    }

    /** Now, or where its calendar excludes today, the start of the next day that it doesn't. */
    public static Instant firstIncluded(@Nullable Calendar calendar, Instant now) {
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
