package touchline.market.position;

/** Which way a position bets. */
public enum Direction {
    LONG,
    SHORT
}
