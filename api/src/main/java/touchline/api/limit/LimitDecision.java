package touchline.api.limit;

import java.time.Duration;

/**
 * The decision on one request.
 *
 * @param isAllowed whether the request is allowed
 * @param remaining requests left
 * @param untilNext time until the next request is allowed; zero if one is allowed now
 * @param untilFull time until the quota is full
 */
record LimitDecision(boolean isAllowed, long remaining, Duration untilNext, Duration untilFull) {
    /** The decision for a quota that is full after {@code untilFullNanos}. */
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
