package touchline.market.inplay;

/** What was asked for. */
public enum RequestKind {
    ORDER,
    OPEN,
    CLOSE
}
