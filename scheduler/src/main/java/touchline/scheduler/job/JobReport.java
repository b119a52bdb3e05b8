package touchline.scheduler.job;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param counts numbers by name
 * @param skipped why there was nothing to do; null where there was
 * @param result what came of it, in words; null where the counts say it all
 * @param next when to run again, for jobs that time themselves; null to leave it
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

    /** Says in words what came of it. */
    public JobReport saying(String words) {
        return new JobReport(counts, skipped, words, next);
    }

    /** Asks to run again after a while. */
    public JobReport nextRunIn(Duration wait) {
        return new JobReport(counts, skipped, result, wait);
    }
}
