package touchline.market.inplay;

/** The state of a request that waits out the in-play delay or for a price. */
public enum RequestState {
    /** It waits out the in-play delay. */
    PENDING,
    /** It rests until a tick reaches its price. */
    WORKING,
    /** A tick has reached its price; it is filled as soon as trading allows. */
    TRIGGERED,
    FILLED,
    REJECTED,
    CANCELLED,
    /** Its match was settled before it was filled. */
    EXPIRED;

    /** Whether it may still be filled. */
    public boolean isOpen() {
        return this == PENDING || this == WORKING || this == TRIGGERED;
    }
}
