package touchline.api.limit;

/** A token bucket for each caller. */
interface Limiter {
    /** Takes one token of a caller's bucket, if there is one. */
    LimitDecision take(String who);
}
