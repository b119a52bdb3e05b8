package touchline.market.inplay;

/** How a request that had to wait stands. */
public enum RequestState {
    PENDING,
    FILLED,
    REJECTED
}
