package touchline.api.ops.calendar;

import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.CommandReason;
import touchline.api.constraint.OptionalText;
import touchline.api.contract.SchemaName;
import touchline.scheduler.calendar.JobCalendar;

/**
 * Writes a calendar.
 *
 * @param zone whose days these are; UTC if it is left out
 * @param weekdays excluded in each week, as in {@code SUNDAY}
 * @param yearly excluded in each year, as in {@code 12-25}
 * @param days excluded once, as in {@code 2027-04-02}
 * @param force although a match is live; for admins
 */
@SchemaName("JobCalendarRequest")
record CalendarBody(
        @CommandReason String reason,
        @OptionalText(max = 200) @Nullable String description,
        @OptionalText(max = 64) @Nullable String zone,

        @Size(max = 7, message = "must be a list of at most 7 days") @Nullable
        List<String> weekdays,

        @Size(max = JobCalendar.MOST, message = "must be a list of at most {max} days") @Nullable
        List<String> yearly,

        @Size(max = JobCalendar.MOST, message = "must be a list of at most {max} days") @Nullable
        List<String> days,

        @Nullable Boolean force) {

    boolean isForced() {
        return Boolean.TRUE.equals(force);
    }

    /** Returns the calendar; empty if it is invalid, with the complaints added by field. */
    Optional<JobCalendar> calendar(String name, Map<String, String> complaints) {
        String clocks = zone == null ? "UTC" : zone;
        if (!ZoneId.getAvailableZoneIds().contains(clocks)) {
            complaints.put("zone", "is not a time zone, as UTC and Europe/London are");
        }
        SortedSet<DayOfWeek> inWeek = read(
                weekdays, text -> DayOfWeek.valueOf(text.toUpperCase(Locale.ROOT)), "weekdays", "SUNDAY", complaints);
        SortedSet<MonthDay> inYear = read(yearly, text -> MonthDay.parse("--" + text), "yearly", "12-25", complaints);
        SortedSet<LocalDate> once = read(days, LocalDate::parse, "days", "2027-04-02", complaints);
        return complaints.isEmpty()
                ? Optional.of(new JobCalendar(
                        name, description == null ? "" : description.strip(), ZoneId.of(clocks), inWeek, inYear, once))
                : Optional.empty();
    }

    private static <T extends Comparable<? super T>> SortedSet<T> read(
            @Nullable List<@Nullable String> texts,
            Function<String, T> reader,
            String field,
            String example,
            Map<String, String> complaints) {
        SortedSet<T> values = new TreeSet<>();
        for (String text : texts == null ? List.<@Nullable String>of() : texts) {
            try {
                if (text == null) {
                    throw new IllegalArgumentException("null");
                }
                values.add(reader.apply(text.strip()));
            } catch (DateTimeException | IllegalArgumentException e) {
                complaints.put(field, "must be days as in " + example);
            }
        }
        return values;
    }
}
