package touchline.scheduler.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats times, durations and numbers for people. Accepts every value that a database row can hold. */
public final class HumanFormat {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final DateTimeFormatter TIME = formatter("HH:mm:ss z");
    private static final DateTimeFormatter DATE_AND_TIME = formatter("yyyy-MM-dd HH:mm:ss z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Duration TENTHS = Duration.ofMillis(9_950);
    private static final Duration SECONDS = Duration.ofMillis(119_500);
    private static final int LONGEST = 300;

    private HumanFormat() {}

    /** A measured duration as in {@code 240 ms}, {@code 8.3 s}, {@code 11 s}, {@code 12 min}, {@code 5 h 20 min}, {@code 3 d}; without a sign. */
    public static String span(Duration duration) {
        Duration length = duration.isNegative() ? duration.negated() : duration;
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return length.toMillis() + " ms";
        }
        if (length.compareTo(TENTHS) < 0) {
            long tenths = (length.toMillis() + 50) / 100;
            return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
        }
        if (length.compareTo(SECONDS) < 0) {
            return length.plusMillis(500).toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.plusMillis(500).toMinutes() + " min";
        }
        if (length.compareTo(Duration.ofDays(2)) < 0) {
            return length.toHours() + " h" + (length.toMinutesPart() == 0 ? "" : " " + length.toMinutesPart() + " min");
        }
        return length.toDays() + " d";
    }

    /** A measured duration in milliseconds. */
    public static String span(long millis) {
        return span(Duration.ofMillis(millis));
    }

    /** A configured duration as in {@code 2 s}, {@code 90 s}, {@code 5 min}, {@code 6 h}, {@code 3 d}: exact, in the largest unit that divides it. */
    public static String setting(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis < 10_000 ? millis + " ms" : setting(Duration.ofSeconds(Math.round(millis / 1_000.0)));
        }
        long seconds = millis / 1_000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + " d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + " h";
        }
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    public static String span(Instant from, Instant to) {
        return span(Duration.between(from, to));
    }

    /** A time, with its day where that isn't today. */
    public static String at(Instant time, Instant now) {
        return at(time, now, UTC);
    }

    /** The same on the clocks of a zone, which is named. */
    public static String at(Instant time, Instant now, ZoneId zone) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            return time.isBefore(FIRST) ? "before all time" : "the end of time";
        }
        ZoneId named = zone.equals(ZoneOffset.UTC) ? UTC : zone;
        boolean today =
                time.atZone(named).toLocalDate().equals(now.atZone(named).toLocalDate());
        return (today ? TIME : DATE_AND_TIME).format(time.atZone(named));
    }

    /** As in {@code 10:00:05 UTC (in 3 s)} or {@code (4 min ago)}. */
    public static String when(Instant time, Instant now, ZoneId zone) {
        return at(time, now, zone)
                + (time.isAfter(now) ? " (in " + span(now, time) + ")" : " (" + span(time, now) + " ago)");
    }

    /** A number with its noun as in {@code 1 match}, {@code 8,000 matches}. */
    public static String count(long number, String one, String many) {
        return number == 1 ? "1 " + one : String.format(Locale.ENGLISH, "%,d %s", number, many);
    }

    /** The first items, and the number of the others. */
    public static String some(List<String> all, int most) {
        String first = String.join(", ", all.subList(0, Math.min(most, all.size())));
        return all.size() <= most ? first : first + " and " + (all.size() - most) + " more";
    }

    /** The first line of an error with its stack, cut where it is long. */
    public static String firstLine(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "nothing is known of why";
        }
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The sentence that follows a colon: without the colon where there is nothing. */
    public static String because(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + firstLine(reason);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
