package touchline.scheduler.calendar;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Validates calendars. */
public final class CalendarCheck {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int YEARS = 10;

    private CalendarCheck() {}

    /** Returns complaints by field; empty if the calendar is valid. */
    public static Map<String, String> complaints(JobCalendar calendar, LocalDate today) {
        Map<String, String> complaints = new TreeMap<>();
        if (!NAME.matcher(calendar.name()).matches()) {
            complaints.put("name", "must be 1 to 40 small letters, digits and hyphens, with a letter first");
        }
        if (calendar.days().size() > JobCalendar.MOST) {
            complaints.put("days", "must be at most " + JobCalendar.MOST);
        } else if (!calendar.days().isEmpty()
                && (calendar.days().last().isAfter(today.plusYears(YEARS))
                        || calendar.days().first().isBefore(today.minusYears(YEARS)))) {
            complaints.put("days", "must be within " + YEARS + " years");
        } else if (calendar.weekdays().isEmpty()
                && calendar.yearly().isEmpty()
                && calendar.days().isEmpty()) {
            complaints.put("days", "or weekdays or yearly must be given");
        } else if (calendar.longestRow(today) > JobCalendar.IN_A_ROW) {
            complaints.put("days", "would exclude more than " + JobCalendar.IN_A_ROW + " days in a row");
        }
        return complaints;
    }
}
