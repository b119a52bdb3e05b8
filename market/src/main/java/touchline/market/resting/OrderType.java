package touchline.market.resting;

/** When an order is filled. */
public enum OrderType {
    /** At once. */
    MARKET,
    /** At the limit price or better. */
    LIMIT,
    /** At the price of the moment, once a tick has reached the stop price. */
    STOP,
    /** At the limit price or better, once a tick has reached the stop price. */
    STOP_LIMIT;

    public boolean hasLimit() {
        return this == LIMIT || this == STOP_LIMIT;
    }

    public boolean hasStop() {
        return this == STOP || this == STOP_LIMIT;
    }
}
