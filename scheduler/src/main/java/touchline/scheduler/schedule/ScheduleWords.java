package touchline.scheduler.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.text.HumanFormat;

/**
 * Describes schedules in words. The words of a cron expression come from the values at which it fires; an expression that has no exact words is shown
 * itself.
 */
public final class ScheduleWords {
    private static final int MOST_TIMES = 4;
    private static final int MOST_NAMED = 8;
    private static final int NEXT_TIMES = 3;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private ScheduleWords() {}

    /**
     * As in {@code every 2 s}, {@code decided by the job, at the latest every 1 min}, {@code on demand}, {@code at 00:05 UTC, only on Monday}. A cron
     * expression without exact words is shown itself.
     */
    public static String of(Schedule schedule) {
        return of(schedule, null);
    }

    /**
     * Describes a schedule; a cron expression without exact words is shown with its next times.
     *
     * @param now the start of these times; null for no times
     */
    public static String of(Schedule schedule, @Nullable Instant now) {
        if (schedule instanceof Schedule.Every every) {
            return "every " + HumanFormat.setting(every.interval());
        }
        if (schedule instanceof Schedule.SelfTimed timed) {
            return "decided by the job, at the latest every " + HumanFormat.setting(timed.fallback());
        }
        return schedule instanceof Schedule.Cron cron ? cron(cron, now) : "on demand";
    }

    private static String cron(Schedule.Cron cron, @Nullable Instant now) {
        String zone = zone(cron.zone());
        CronFields fields = CronFields.of(cron.expression()).orElse(null);
        String time = fields == null ? null : time(fields);
        String day = fields == null ? null : day(fields);
        if (time == null || day == null) {
            return "by the cron expression " + cron.expression() + " (" + zone + ")"
                    + (now == null ? "" : next(cron, now));
        }
        return time.startsWith("at ") && time.contains(":") ? time + " " + zone + day : time + day + " (" + zone + ")";
    }

    private static String next(Schedule.Cron cron, Instant now) {
        List<Instant> times = FireTimes.of(cron, now).next(now, NEXT_TIMES);
        return times.isEmpty()
                ? ", never again"
                : ", next at " + list(times, time -> TIME.format(time.atZone(cron.zone())));
    }

    private static String zone(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
    }

    /** Null if the times of day need too many words. */
    private static @Nullable String time(CronFields fields) {
        TreeSet<Integer> seconds = fields.seconds();
        TreeSet<Integer> minutes = fields.minutes();
        TreeSet<Integer> hours = fields.hours();
        if (seconds.size() * minutes.size() * hours.size() <= MOST_TIMES) {
            return "at " + list(timesOfDay(fields), time -> time);
        }
        String second = seconds.size() == 1 ? seconds.first() == 0 ? "" : " at second " + seconds.first() : null;
        String hour = hours(hours);
        if (second == null) {
            String every = every("second", seconds, 60);
            return every == null || !CronFields.isAll(minutes, 0, 59) || hour == null
                    ? null
                    : every + hour + from("second", seconds);
        }
        String every = every("minute", minutes, 60);
        if (every != null) {
            return hour == null ? null : every + second + hour + from("minute", minutes);
        }
        if (minutes.size() > MOST_NAMED) {
            return null;
        }
        String minute =
                " at minute " + list(minutes, String::valueOf) + (second.isEmpty() ? "" : " and" + second.substring(3));
        every = every("hour", hours, 24);
        if (every != null) {
            return every + minute + from("hour", hours);
        }
        return hour == null ? null : "every hour" + minute + hour;
    }

    private static List<String> timesOfDay(CronFields fields) {
        boolean whole = fields.seconds().size() == 1 && fields.seconds().first() == 0;
        List<String> times = new ArrayList<>();
        for (int hour : fields.hours()) {
            for (int minute : fields.minutes()) {
                for (int second : fields.seconds()) {
                    times.add(String.format(Locale.ROOT, "%02d:%02d", hour, minute)
                            + (whole ? "" : String.format(Locale.ROOT, ":%02d", second)));
                }
            }
        }
        return times;
    }

    /** Null if the steps are not equal around the clock. */
    private static @Nullable String every(String unit, NavigableSet<Integer> values, int around) {
        int step = around / values.size();
        boolean even = around % values.size() == 0 && values.size() > 1 && values.first() < step;
        int expected = values.first();
        for (int value : values) {
            even &= value == expected;
            expected += step;
        }
        return !even ? null : step == 1 ? "every " + unit : "every " + step + " " + unit + "s";
    }

    private static String from(String unit, NavigableSet<Integer> values) {
        return values.first() == 0 ? "" : ", from " + unit + " " + values.first() + " on";
    }

    private static @Nullable String hours(NavigableSet<Integer> hours) {
        if (CronFields.isAll(hours, 0, 23)) {
            return "";
        }
        if (hours.size() > 2 && isRange(hours)) {
            return String.format(Locale.ROOT, " from %02d:00 to %02d:59", hours.first(), hours.last());
        }
        return hours.size() > MOST_NAMED ? null : " in hour " + list(hours, String::valueOf);
    }

    /** Null if the days need too many words. */
    private static @Nullable String day(CronFields fields) {
        String month =
                named(fields.months(), 12, value -> Month.of(value).getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        TreeSet<Integer> years = fields.years();
        if (month == null || (years != null && years.size() > MOST_TIMES)) {
            return null;
        }
        TreeSet<Integer> days = fields.days();
        boolean dated = false;
        StringBuilder words = new StringBuilder();
        if (fields.lastDay()) {
            words.append(" on the last day of the month");
        } else if (days != null && days.size() == 1 && fields.months().size() == 1) {
            dated = true;
            words.append(" on ").append(days.first()).append(' ').append(month);
        } else if (days != null && !CronFields.isAll(days, 1, 31)) {
            if (days.size() > MOST_NAMED) {
                return null;
            }
            words.append(" on day ").append(list(days, String::valueOf)).append(" of the month");
        }
        words.append(dated || month.isEmpty() ? "" : " in " + month);
        if (years != null) {
            words.append(dated && years.size() == 1 ? " " : " in ").append(list(years, String::valueOf));
        }
        TreeSet<Integer> weekdays = fields.weekdays();
        String weekday = weekdays == null
                ? ""
                : named(
                        weekdays,
                        7,
                        value -> DayOfWeek.of(value == 1 ? 7 : value - 1)
                                .getDisplayName(TextStyle.FULL, Locale.ENGLISH));
        return words + (weekday == null || weekday.isEmpty() ? "" : ", only on " + weekday);
    }

    /** Empty for all months. */
    private static @Nullable String named(NavigableSet<Integer> values, int most, IntFunction<String> name) {
        if (values.size() == most) {
            return "";
        }
        return values.size() > MOST_NAMED ? null : list(values, name::apply);
    }

    private static boolean isRange(NavigableSet<Integer> values) {
        return values.last() - values.first() == values.size() - 1;
    }

    private static <T> String list(Collection<T> values, Function<T, String> name) {
        List<String> names = values.stream().map(name).collect(Collectors.toList());
        String last = names.remove(names.size() - 1);
        return names.isEmpty() ? last : String.join(", ", names) + " and " + last;
    }
}
