package touchline.jobs.platform.quartz;

import java.time.Duration;

/** Durations in words. */
public final class Durations {
    private Durations() {}

    /** As in {@code 2 s}, {@code 90 s}, {@code 5 min}, {@code 6 h}, {@code 3 d}: the largest unit in which it is whole. */
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
