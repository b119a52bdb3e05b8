package touchline.feed.sportmonks;

import java.time.Duration;

/**
 * What is left of an entity's calls.
 *
 * @param resetsIn how long they have to last; zero if no hour has begun
 */
public record CallsLeft(long calls, Duration resetsIn) {
    /** The time that each call has to last. */
    public Duration share() {
        return resetsIn.dividedBy(Math.max(1, calls));
    }
}
