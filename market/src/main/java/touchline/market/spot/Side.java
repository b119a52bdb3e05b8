package touchline.market.spot;

/** Which way a spot order goes. */
public enum Side {
    BUY,
    SELL
}
