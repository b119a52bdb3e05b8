package touchline.market.leaderboard;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A week of ISO 8601, by UTC: from Monday 00:00 to the next. It belongs to the year that has its Thursday, so the days around New Year may be in a week
 * of the year before or after theirs, and some years have a week 53.
 *
 * @param year of the week, from 1970 to 9998
 * @param number 1 to 52, or 53 in the years that have one
 */
public record Week(int year, int number) implements Comparable<Week> {
    private static final Pattern FORM = Pattern.compile("(\\d{4})-W(\\d{2})");

    public Week {
        if (year < 1970 || year > 9998 || number < 1 || number > weeksIn(year)) {
            throw new IllegalArgumentException("there is no week " + number + " in " + year);
        }
    }

    /** The week that has this instant. */
    public static Week of(Instant instant) {
        return of(LocalDate.ofInstant(instant, ZoneOffset.UTC));
    }

    /**
     * Reads a week as in {@code 2026-W47}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Week parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a week as in 2026-W47");
        }
        return new Week(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** Its first instant. */
    public Instant start() {
        return monday().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first instant after it. */
    public Instant end() {
        return monday().plusWeeks(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    public Week next() {
        return of(monday().plusWeeks(1));
    }

    public Week previous() {
        return of(monday().minusWeeks(1));
    }

    @Override
    public int compareTo(Week other) {
        return year == other.year ? Integer.compare(number, other.number) : Integer.compare(year, other.year);
    }

    /** As in {@code 2026-W47}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%04d-W%02d", year, number);
    }

    private static Week of(LocalDate day) {
        return new Week(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private LocalDate monday() {
        return inFirstWeek(year).plusWeeks(number - 1L).with(DayOfWeek.MONDAY);
    }

    private static int weeksIn(int year) {
        return (int) IsoFields.WEEK_OF_WEEK_BASED_YEAR
                .rangeRefinedBy(inFirstWeek(year))
                .getMaximum();
    }

    /** The 4th of January always is. */
    private static LocalDate inFirstWeek(int year) {
        return LocalDate.of(year, 1, 4);
    }
}
