package touchline.scheduler.schedule;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.trigger.StoredCalendar;

/** The times of a schedule. */
@FunctionalInterface
public interface FireTimes {
    FireTimes NONE = time -> null;

    /** Returns the first time after another; null if there is none. */
    @Nullable
    Instant after(Instant time);

    default boolean include(Instant time) {
        return time.equals(after(time.minusMillis(1)));
    }

    /** Returns up to {@code most} times after another. */
    default List<Instant> next(Instant after, int most) {
        List<Instant> times = new ArrayList<>();
        Instant time = after(after);
        while (time != null && times.size() < most) {
            times.add(time);
            time = after(time);
        }
        return times;
    }

    /** Returns up to {@code most} times from one time, included, to another, excluded. */
    default List<Instant> between(Instant from, Instant until, int most) {
        return next(from.minusMillis(1), most).stream()
                .takeWhile(time -> time.isBefore(until))
                .toList();
    }

    /**
     * Returns the times of a schedule.
     *
     * @param start the first time of an interval
     */
    static FireTimes of(Schedule schedule, Instant start) {
        if (schedule instanceof Schedule.Every every) {
            return every(start, every.interval());
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return every(start, timed.fallback());
        }
        return schedule instanceof Schedule.Cron cron ? cron(cron.expression(), cron.zone()) : NONE;
    }

    static FireTimes every(Instant start, Duration interval) {
        long step = interval.toMillis();
        if (step <= 0) {
            return NONE;
        }
        return time -> {
            if (time.isBefore(start)) {
                return start;
            }
            long steps = Duration.between(start, time).toMillis() / step + 1;
            return steps > Long.MAX_VALUE / step ? null : start.plusMillis(steps * step);
        };
    }

    /** Returns the first time from {@code now} on of an interval, of which a later time is known; that time itself if it is not later. */
    static Instant onGrid(Instant now, Instant later, Duration interval) {
        long ahead = Duration.between(now, later).toMillis();
        return ahead <= 0 || interval.toMillis() <= 0 ? later : now.plusMillis(ahead % interval.toMillis());
    }

    /** As Quartz computes them, including its handling of changes of the clocks. */
    @SuppressWarnings("JavaUtilDate") // Quartz' own type
    static FireTimes cron(String expression, ZoneId zone) {
        try {
            CronExpression cron = new CronExpression(expression);
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            return time -> {
                Date next = cron.getNextValidTimeAfter(Date.from(time));
                return next == null ? null : next.toInstant();
            };
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a cron expression of Quartz: " + expression, e);
        }
    }

    /** Leaves out the times that a calendar excludes. Ends after too many excluded times in a row. */
    static FireTimes except(FireTimes times, StoredCalendar calendar) {
        return after -> {
            Instant time = times.after(after);
            for (int tries = 0; time != null && tries < 1_000; tries++) {
                if (calendar.includes(time)) {
                    return time;
                }
                Instant included = calendar.nextIncluded(time);
                time = included.isAfter(time) ? times.after(included.minusMillis(1)) : times.after(time);
            }
            return null;
        };
    }
}
