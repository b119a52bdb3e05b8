package touchline.scheduler.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run.
 *
 * @param counts by name
 * @param skipped why there was nothing to do; null if there was something
 * @param result in words; null if the counts suffice
 * @param next until the next run, for jobs that time themselves; null to keep the current interval
 */
public record JobReport(
        Map<String, Long> counts,
        @Nullable String skipped,
        @Nullable String result,
        @Nullable Duration next) {
    public JobReport {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    public static JobReport done() {
        return new JobReport(Map.of(), null, null, null);
    }

    public static JobReport of(String name, long count) {
        return done().and(name, count);
    }

    public static JobReport skipped(String why) {
        return new JobReport(Map.of(), why, null, null);
    }

    public JobReport and(String name, long count) {
        Map<String, Long> more = new LinkedHashMap<>(counts);
        more.put(name, count);
        return new JobReport(more, skipped, result, next);
    }

    /** Adds a result in words. */
    public JobReport saying(String words) {
        return new JobReport(counts, skipped, words, next);
    }

    /** Sets the time until the next run. */
    public JobReport nextRunIn(Duration wait) {
        return new JobReport(counts, skipped, result, wait);
    }
}
