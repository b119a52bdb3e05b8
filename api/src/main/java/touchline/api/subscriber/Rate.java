package touchline.api.subscriber;

import org.jspecify.annotations.Nullable;

/** How fast a count grows, over about the last second. Thread-safe. */
final class Rate {
    private static final double SECOND = 1e9;
    private static final double SHORTEST = 0.5;

    private long lastCount;
    private long lastNanos;
    private @Nullable Double rate;

    /** Takes note of a count; gives its growth a second, null where that isn't known yet. */
    synchronized @Nullable Double of(long count) {
        long now = System.nanoTime();
        double seconds = (now - lastNanos) / SECOND;
        if (lastNanos == 0 || count < lastCount) {
            rate = null; // the first, or counted anew
        } else if (seconds < SHORTEST) {
            return rate;
        } else {
            rate = (count - lastCount) / seconds;
        }
        lastCount = count;
        lastNanos = now;
        return rate;
    }
}
