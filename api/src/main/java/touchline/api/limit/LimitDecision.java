package touchline.api.limit;

import java.time.Duration;

/**
 * What became of one more request.
 *
 * @param isAllowed whether it may be made
 * @param remaining how many more may be made at once
 * @param untilNext how long until one more may be made; zero where it may now
 * @param untilFull how long until all of the quota is there again
 */
record LimitDecision(boolean isAllowed, long remaining, Duration untilNext, Duration untilFull) {
    /** What is left of a quota that would be whole again after {@code untilFull}. */
    static LimitDecision of(boolean isAllowed, Quota quota, long untilFullNanos) {
        long each = quota.nanosEach();
        long whole = each * quota.requests();
        long remaining = Math.max(0, (whole - untilFullNanos) / each);
        return new LimitDecision(
                isAllowed,
                remaining,
                Duration.ofNanos(remaining > 0 ? 0 : Math.max(0, untilFullNanos + each - whole)),
                Duration.ofNanos(untilFullNanos));
    }
}
