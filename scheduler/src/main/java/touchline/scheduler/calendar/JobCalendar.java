package touchline.scheduler.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TimeZone;
import java.util.TreeSet;
import org.quartz.Calendar;
import org.quartz.impl.calendar.AnnualCalendar;
import org.quartz.impl.calendar.HolidayCalendar;
import org.quartz.impl.calendar.WeeklyCalendar;
import touchline.scheduler.text.HumanFormat;

/**
 * A calendar of days on which jobs must not run.
 *
 * @param zone whose days these are
 * @param weekdays excluded in each week
 * @param yearly excluded in each year
 * @param days excluded once
 */
public record JobCalendar(
        String name,
        String description,
        ZoneId zone,
        SortedSet<DayOfWeek> weekdays,
        SortedSet<MonthDay> yearly,
        SortedSet<LocalDate> days) {
    /** The most days of a kind. */
    public static final int MOST = 400;

    /** The most excluded days in a row: Quartz steps through the times on them. */
    public static final int IN_A_ROW = 60;

    private static final int LEAP_YEAR = 2000;

    public JobCalendar {
        weekdays = new TreeSet<>(weekdays);
        yearly = new TreeSet<>(yearly);
        days = new TreeSet<>(days);
    }

    public boolean excludes(LocalDate day) {
        return weekdays.contains(day.getDayOfWeek()) || yearly.contains(MonthDay.from(day)) || days.contains(day);
    }

    /** The longest row of excluded days from a day on, within two years of it or of any excluded day. */
    int longestRow(LocalDate from) {
        LocalDate end = (days.isEmpty() || days.last().isBefore(from) ? from : days.last()).plusYears(2);
        int longest = 0;
        int row = 0;
        for (LocalDate day = from; day.isBefore(end) && longest <= IN_A_ROW; day = day.plusDays(1)) {
            row = excludes(day) ? row + 1 : 0;
            longest = Math.max(longest, row);
        }
        return longest;
    }

    /** Describes the excluded days, as in {@code Sat, Sun, 25 Dec and 2 more days (Europe/London)}. */
    public String words() {
        StringJoiner words = new StringJoiner(", ");
        weekdays.forEach(day -> words.add(day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH)));
        yearly.forEach(day ->
                words.add(day.getDayOfMonth() + " " + day.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH)));
        if (!days.isEmpty()) {
            words.add(HumanFormat.count(days.size(), "single day", "single days"));
        }
        return (words.length() == 0 ? "no days" : words) + " (" + zone + ")";
    }

    /** The same as a calendar of Quartz. */
    @SuppressWarnings("JavaUtilDate") // Quartz' own type
    public Calendar toQuartz() {
        TimeZone clocks = TimeZone.getTimeZone(zone);
        WeeklyCalendar weekly = new WeeklyCalendar(clocks);
        for (DayOfWeek day : DayOfWeek.values()) {
            weekly.setDayExcluded(day.getValue() % DayOfWeek.values().length + 1, weekdays.contains(day));
        }
        AnnualCalendar annual = new AnnualCalendar(weekly, clocks);
        for (MonthDay day : yearly) {
            annual.setDayExcluded(GregorianCalendar.from(day.atYear(LEAP_YEAR).atStartOfDay(zone)), true);
        }
        HolidayCalendar holidays = new HolidayCalendar(annual, clocks);
        for (LocalDate day : days) {
            holidays.addExcludedDate(Date.from(day.atStartOfDay(zone).toInstant()));
        }
        holidays.setDescription(description);
        return holidays;
    }
}
