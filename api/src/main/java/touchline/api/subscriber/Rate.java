package touchline.api.subscriber;

import org.jspecify.annotations.Nullable;

/** The growth of a counter per second, over about the last second. Thread-safe. */
final class Rate {
    private static final double SECOND = 1e9;
    private static final double SHORTEST = 0.5;

    private long lastCount;
    private long lastNanos;
    private @Nullable Double rate;

    /** Records the counter and returns its growth per second; null if it is unknown. */
    synchronized @Nullable Double of(long count) {
        long now = System.nanoTime();
        double seconds = (now - lastNanos) / SECOND;
        if (lastNanos == 0 || count < lastCount) {
            rate = null; // the first value, or the counter was reset
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
