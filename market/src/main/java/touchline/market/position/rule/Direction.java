package touchline.market.position.rule;

/** Which way a position bets. */
public enum Direction {
    LONG,
    SHORT
}
