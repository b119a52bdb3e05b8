package touchline.scheduler.quartz;

import java.time.Duration;

/** Durations in words: what is set exactly, what is measured rounded. */
public final class Durations {
    private Durations() {}

    /** A measured length as in {@code 240 ms}, {@code 11 s}, {@code 12 min}, {@code 5 h 20 min}, {@code 3 d}; without a sign. */
    public static String measured(Duration duration) {
        Duration length = duration.isNegative() ? duration.negated() : duration;
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            return length.toMillis() + " ms";
        }
        if (length.compareTo(Duration.ofMinutes(2)) < 0) {
            return length.toSeconds() + " s";
        }
        if (length.compareTo(Duration.ofHours(2)) < 0) {
            return length.toMinutes() + " min";
        }
        if (length.compareTo(Duration.ofDays(2)) < 0) {
            return length.toHours() + " h" + (length.toMinutesPart() == 0 ? "" : " " + length.toMinutesPart() + " min");
        }
        return length.toDays() + " d";
    }

    /** A setting as in {@code 2 s}, {@code 90 s}, {@code 5 min}, {@code 6 h}, {@code 3 d}: the largest unit in which it is whole. */
    public static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis < 10_000 ? millis + " ms" : words(Duration.ofSeconds(Math.round(millis / 1_000.0)));
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
}
