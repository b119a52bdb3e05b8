package touchline.scheduler.text;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them: {@code 20 s}, {@code 5 min}, {@code 1 h 30 min}, {@code 2d}, {@code 3 days}; and as ISO 8601 does: {@code PT5M}. */
public final class HumanDuration {
    private static final String UNIT = "(ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)";
    private static final Pattern PART = Pattern.compile("([0-9]{1,9}) ?" + UNIT, Pattern.CASE_INSENSITIVE);
    private static final Pattern WHOLE =
            Pattern.compile("[0-9]{1,9} ?" + UNIT + "( ?[0-9]{1,9} ?" + UNIT + ")*", Pattern.CASE_INSENSITIVE);

    private HumanDuration() {}

    /** Whether a text is a duration rather than a time. */
    public static boolean isOne(String text) {
        String stripped = text.strip();
        return stripped.startsWith("P") || WHOLE.matcher(stripped).matches();
    }

    /**
     * Reads a duration.
     *
     * @throws DateTimeParseException if it is none
     * @throws ArithmeticException if it does not fit
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        if (!WHOLE.matcher(stripped).matches()) {
            return Duration.parse(stripped);
        }
        Duration sum = Duration.ZERO;
        Matcher parts = PART.matcher(stripped);
        while (parts.find()) {
            long number = Long.parseLong(parts.group(1));
            sum = sum.plus(
                    switch (parts.group(2).toLowerCase(Locale.ROOT)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s", "sec", "secs", "second", "seconds" -> Duration.ofSeconds(number);
                        case "m", "min", "mins", "minute", "minutes" -> Duration.ofMinutes(number);
                        case "h", "hr", "hrs", "hour", "hours" -> Duration.ofHours(number);
                        case "w", "week", "weeks" -> Duration.ofDays(Math.multiplyExact(7, number));
                        default -> Duration.ofDays(number);
                    });
        }
        return sum;
    }
}
