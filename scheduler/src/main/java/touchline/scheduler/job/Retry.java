package touchline.scheduler.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a failed run is retried: exponential backoff from {@code first} to {@code longest} with a jitter of 20 %.
 *
 * @param attempts in all, including the first; {@link Integer#MAX_VALUE} for no limit
 */
public record Retry(int attempts, Duration first, Duration longest) {
    public static final Retry NEVER = new Retry(1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    /** From a second to a minute, without a limit. */
    public static final Retry UNTIL_DONE = new Retry(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofMinutes(1));

    public Retry {
        if (attempts < 1 || first.toMillis() < 100 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "attempts from 1, a first wait of at least 100 ms, and none longer than the longest");
        }
    }

    public static Retry times(int attempts, Duration first, Duration longest) {
        return new Retry(attempts, first, longest);
    }

    /** Whether there is another attempt after this one, counted from 1. */
    public boolean goesOnAfter(int attempt) {
        return attempt < attempts;
    }

    /** How long to wait after this attempt. */
    public Duration waitAfter(int attempt, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(Math.max(attempt, 1) - 1, 20);
        long millis = Math.min(longest.toMillis(), doubled);
        return Duration.ofMillis(millis + random.nextLong(-millis / 5, millis / 5 + 1));
    }
}
