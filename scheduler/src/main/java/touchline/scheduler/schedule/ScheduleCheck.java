package touchline.scheduler.schedule;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quartz.CronExpression;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.text.HumanDuration;
import touchline.scheduler.text.HumanFormat;

/** Validates proposed schedules. */
public final class ScheduleCheck {
    public static final Duration SHORTEST = Duration.ofMillis(100);
    public static final Duration LONGEST = Duration.ofDays(366);

    /** The fields of an expression, each with an expression in which all other fields are valid. */
    private static final List<Field> FIELDS = List.of(
            new Field("the second", "%s * * * * ?"),
            new Field("the minute", "0 %s * * * ?"),
            new Field("the hour", "0 0 %s * * ?"),
            new Field("the day of the month", "0 0 0 %s * ?"),
            new Field("the month", "0 0 0 1 %s ?"),
            new Field("the day of the week", "0 0 0 ? * %s"),
            new Field("the year", "0 0 0 1 1 ? %s"));

    private static final String SHAPE =
            "second, minute, hour, day of the month, month, day of the week, and perhaps year";
    private static final int LONGEST_EXPRESSION = 200;
    private static final int LEAST_FIELDS = 6;

    private ScheduleCheck() {}

    private record Field(String name, String example) {}

    /** The result of a check. */
    public sealed interface Checked {}

    /** It is valid. */
    public record Good(Schedule schedule) implements Checked {}

    /** It is invalid: the field ({@code expression}, {@code zone} or {@code interval}) and the complaint. */
    public record Bad(Map<String, String> complaints) implements Checked {
        private Bad(String field, String complaint) {
            this(Map.of(field, complaint));
        }
    }

    /**
     * Checks a cron expression of Quartz.
     *
     * @param zone as in {@code UTC} or {@code Europe/London}
     * @param now it has to fire at least once after this
     */
    public static Checked cron(String expression, String zone, Instant now) {
        Optional<String> complaint = complaint(expression.strip());
        if (complaint.isPresent()) {
            return new Bad("expression", complaint.get());
        }
        try {
            Schedule.Cron cron = new Schedule.Cron(expression.strip(), ZoneId.of(zone));
            return complaint(cron, now)
                    .<Checked>map(never -> new Bad("expression", never))
                    .orElse(new Good(cron));
        } catch (DateTimeException e) {
            return new Bad("zone", "is not a time zone, as UTC and Europe/London are");
        }
    }

    /**
     * Checks an interval.
     *
     * @param interval as in {@code PT5M}
     */
    public static Checked every(String interval) {
        try {
            Duration duration = HumanDuration.parse(interval);
            return isWithinBounds(duration)
                    ? new Good(new Schedule.Every(duration))
                    : new Bad("interval", "must be from 100 ms to 366 days");
        } catch (DateTimeException | ArithmeticException e) {
            return new Bad("interval", "is not a duration, as 20 s, 5 min and PT0.5S are");
        }
    }

    /** Returns a complaint about a schedule; empty if it is valid. */
    public static Optional<String> complaint(Schedule schedule, Instant now) {
        if (schedule instanceof Schedule.Every every && !isWithinBounds(every.interval())) {
            return Optional.of("must be from 100 ms to 366 days");
        }
        return schedule instanceof Schedule.Cron && FireTimes.of(schedule, now).after(now) == null
                ? Optional.of("never fires again")
                : Optional.empty();
    }

    private static boolean isWithinBounds(Duration interval) {
        return interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0;
    }

    private static Optional<String> complaint(String expression) {
        if (expression.isEmpty() || expression.length() > LONGEST_EXPRESSION) {
            return Optional.of("must have 1 to " + LONGEST_EXPRESSION + " characters: " + SHAPE);
        }
        String[] fields = expression.split("\\s+", -1);
        if (fields.length < LEAST_FIELDS || fields.length > FIELDS.size()) {
            return Optional.of(
                    "has " + HumanFormat.count(fields.length, "field", "fields") + " and needs 6 or 7: " + SHAPE);
        }
        for (int field = 0; field < fields.length; field++) {
            Optional<String> complaint = parse(String.format(FIELDS.get(field).example(), fields[field]));
            boolean anyDay = fields[field].equals("?") && (field == 3 || field == 5);
            if (complaint.isPresent() && !anyDay) {
                return Optional.of(
                        FIELDS.get(field).name() + ", \"" + fields[field] + "\", is wrong: " + complaint.get());
            }
        }
        if (fields[3].equals("?") == fields[5].equals("?")) {
            return Optional.of("exactly one of the day of the month and the day of the week has to be ?");
        }
        for (int field = 0; field < fields.length; field++) {
            if (!CronFields.isWritten(field, fields[field])) {
                return Optional.of(FIELDS.get(field).name() + ", \"" + fields[field]
                        + "\", is wrong: it has characters or a form that no field has");
            }
        }
        return parse(expression);
    }

    private static Optional<String> parse(String expression) {
        try {
            new CronExpression(expression);
            return Optional.empty();
        } catch (ParseException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            return Optional.of(why.contains("Exception") ? "it can't be read" : why);
        }
    }
}
