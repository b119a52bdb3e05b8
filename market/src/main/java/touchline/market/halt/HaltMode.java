package touchline.market.halt;

/** What a halt stops. Stop-losses, take-profits, wash-outs and settlements always go on. */
public enum HaltMode {
    /** Orders that buy, and longs. */
    BUYING,
    /** All that users ask for: orders, openings, closes and changes of levels. */
    EVERYTHING,
    /** Orders that buy, and openings. */
    CLOSE_ONLY
}
