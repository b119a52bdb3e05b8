package touchline.scheduler.explain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.quartz.Durations;

/** Times, durations and numbers as one says them. Takes whatever a row may hold. */
final class Spoken {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");
    private static final DateTimeFormatter TIME = formatter("HH:mm:ss z");
    private static final DateTimeFormatter DATE_AND_TIME = formatter("yyyy-MM-dd HH:mm:ss z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int LONGEST = 300;

    private Spoken() {}

    /** As in {@code 240 ms}, {@code 11 s}, {@code 12 min}, {@code 5 h 20 min}, {@code 3 d}; without a sign. */
    static String span(Duration duration) {
        return Durations.measured(duration);
    }

    static String span(Instant from, Instant to) {
        return span(Duration.between(from, to));
    }

    /** A time, with its day where that isn't today. */
    static String at(Instant time, Instant now) {
        return at(time, now, UTC);
    }

    /** The same on the clocks of a zone, which is named. */
    static String at(Instant time, Instant now, ZoneId zone) {
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            return time.isBefore(FIRST) ? "before all time" : "the end of time";
        }
        ZoneId named = zone.equals(ZoneOffset.UTC) ? UTC : zone;
        boolean today =
                time.atZone(named).toLocalDate().equals(now.atZone(named).toLocalDate());
        return (today ? TIME : DATE_AND_TIME).format(time.atZone(named));
    }

    /** As in {@code 10:00:05 UTC (in 3 s)} or {@code (4 min ago)}. */
    static String when(Instant time, Instant now, ZoneId zone) {
        return at(time, now, zone)
                + (time.isAfter(now) ? " (in " + span(now, time) + ")" : " (" + span(time, now) + " ago)");
    }

    static String count(long number, String one, String many) {
        return number == 1 ? "1 " + one : String.format(Locale.ENGLISH, "%,d %s", number, many);
    }

    /** The first ones, and how many more there are. */
    static String some(List<String> all, int most) {
        String first = String.join(", ", all.subList(0, Math.min(most, all.size())));
        return all.size() <= most ? first : first + " and " + (all.size() - most) + " more";
    }

    /** The first line of an error with its stack, cut where it is long. */
    static String firstLine(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "nothing is known of why";
        }
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** The sentence that follows a colon: without the colon where there is nothing. */
    static String because(@Nullable String reason) {
        return reason == null || reason.isBlank() ? "" : ": " + firstLine(reason);
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
