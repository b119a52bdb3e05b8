package touchline.market.resting;

/** How long an order is kept. */
public enum TimeInForce {
    /** Until it is filled or cancelled. */
    GTC,
    /** Until the match of its player is settled. */
    DAY,
    /** Not at all: it is filled at once, or rejected. */
    IOC
}
