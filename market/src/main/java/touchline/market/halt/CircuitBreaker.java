package touchline.market.halt;

import java.time.Duration;

/**
 * When orders alone halt an instrument. Match events move prices too, but trip nothing.
 *
 * @param basisPoints of its base price; 0 for never
 * @param within the time in which orders have to move it further than that
 * @param mode what is halted
 * @param lasts after that it trades again by itself
 */
public record CircuitBreaker(int basisPoints, Duration within, HaltMode mode, Duration lasts) {
    public static final CircuitBreaker NONE =
            new CircuitBreaker(0, Duration.ofSeconds(1), HaltMode.CLOSE_ONLY, Duration.ofSeconds(1));

    public CircuitBreaker {
        if (basisPoints < 0 || within.toMillis() < 1 || lasts.toMillis() < 1) {
            throw new IllegalArgumentException("a circuit breaker needs a positive window and length");
        }
    }

    /** As breaker.lua reads it; empty for none. */
    String rule() {
        return basisPoints == 0 ? "" : basisPoints + "|" + within.toMillis() + "|" + mode + "|" + lasts.toMillis();
    }
}
