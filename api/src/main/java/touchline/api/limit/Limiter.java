package touchline.api.limit;

/** Counts what somebody asks, and says when it is too much. */
interface Limiter {
    /** Takes one request out of somebody's quota; where none is left nothing is taken. */
    LimitDecision take(String who);
}
