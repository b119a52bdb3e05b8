package touchline.feed.sportmonks;

import java.time.Duration;

/**
 * How long a call may take and how large its answer may be.
 *
 * @param exchangeDeadline from the first byte sent to the last one received, for one attempt
 * @param callDeadline for all attempts at one page together
 * @param maxBodyBytes longer answers are cut off and refused
 */
public record CallLimits(Duration exchangeDeadline, Duration callDeadline, int maxBodyBytes) {
    private static final int MEBIBYTE = 1024 * 1024;

    public CallLimits {
        if (maxBodyBytes < 1 || exchangeDeadline.toMillis() < 1 || callDeadline.toMillis() < 1) {
            throw new IllegalArgumentException("deadlines and maxBodyBytes must be positive");
        }
    }

    /** For polls of live matches: less than the live beat, so that the next poll is on time. */
    public static CallLimits live() {
        return new CallLimits(Duration.ofMillis(1_500), Duration.ofMillis(1_900), 8 * MEBIBYTE);
    }

    /** For pages of the calendar and of squads, for which no match waits. */
    public static CallLimits bulk() {
        return new CallLimits(Duration.ofSeconds(10), Duration.ofSeconds(25), 4 * MEBIBYTE);
    }
}
