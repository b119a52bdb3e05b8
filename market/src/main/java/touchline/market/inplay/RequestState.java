package touchline.market.inplay;

/** The state of a request that waits out the in-play delay. */
public enum RequestState {
    PENDING,
    FILLED,
    REJECTED
}
