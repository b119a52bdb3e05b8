package touchline.market.stopwatch;

import java.time.Duration;

/**
 * How often the StopWatch does what it does by the clock.
 *
 * @param lease for how long its lease lasts without a renewal
 * @param offsets between two writes of the judged offset of an instrument
 * @param comparisons between two comparisons of the watched positions with the stored ones
 * @param barrier how long a published barrier may take to come back
 */
public record StopWatchTimings(Duration lease, Duration offsets, Duration comparisons, Duration barrier) {
    public static final StopWatchTimings STANDARD = new StopWatchTimings(
            Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(3));
}
