package touchline.market.halt;

/** Who halted it. */
public enum HaltCause {
    OPERATOR,
    /** Orders moved a price too far within a short time. */
    CIRCUIT_BREAKER
}
