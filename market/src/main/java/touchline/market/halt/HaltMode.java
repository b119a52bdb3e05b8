package touchline.market.halt;

/** What a halt stops. Stop-losses, take-profits, wash-outs and settlements always go on. */
public enum HaltMode {
    /** Orders that buy, and longs. */
    BUYING,
    /** All that users ask for: orders, openings, closes and changes of levels. */
    EVERYTHING,
    /** Orders that buy, and openings. */
    CLOSE_ONLY;

    /** Whether it stops all that the other one stops, and more. */
    boolean isStricterThan(HaltMode other) {
        return switch (this) {
            case BUYING -> false;
            case CLOSE_ONLY -> other == BUYING;
            case EVERYTHING -> other != EVERYTHING;
        };
    }
}
