package touchline.market.inplay;

/** What was asked for. */
enum RequestKind {
    ORDER,
    OPEN,
    CLOSE
}
