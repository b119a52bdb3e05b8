package touchline.feed;

import java.time.Duration;
import java.util.Set;

/**
 * How often the feed is asked, and for what.
 *
 * @param leagues the feed's ids; none means all that the plan covers
 * @param live the beat while a match is unsettled
 * @param idle the longest time between two looks
 */
public record PollTiming(Set<Long> leagues, Duration live, Duration idle) {
    public PollTiming {
        leagues = Set.copyOf(leagues);
        if (live.isNegative() || live.isZero() || idle.compareTo(live) < 0) {
            throw new IllegalArgumentException("the live beat must be positive and no longer than the idle one");
        }
    }
}
