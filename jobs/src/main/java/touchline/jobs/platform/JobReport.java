package touchline.jobs.platform;

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
 * @param next when to run again, for jobs that time themselves; null to leave it
 */
public record JobReport(
        Map<String, Long> counts,
        @Nullable String skipped,
        @Nullable Duration next) {
    public JobReport {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    public static JobReport done() {
        return new JobReport(Map.of(), null, null);
    }

    public static JobReport of(String name, long count) {
        return done().and(name, count);
    }

    public static JobReport skipped(String why) {
        return new JobReport(Map.of(), why, null);
    }

    public JobReport and(String name, long count) {
        Map<String, Long> more = new LinkedHashMap<>(counts);
        more.put(name, count);
        return new JobReport(more, skipped, next);
    }

    /** Asks to run again after a while. */
    public JobReport nextRunIn(Duration wait) {
        return new JobReport(counts, skipped, wait);
    }
}
