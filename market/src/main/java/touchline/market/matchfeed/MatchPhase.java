package touchline.market.matchfeed;

/** What a match means for the market. */
public enum MatchPhase {
    /** Not kicked off. */
    UPCOMING,
    /** From kick-off to the final whistle, breaks included. */
    LIVE,
    /** Over, with a result: it settles at full time. */
    FINISHED,
    /** Will not be played to its end: its positions are void. */
    VOID,
    /** The feed sends no state. */
    UNKNOWN;

    public boolean isOver() {
        return this == FINISHED || this == VOID;
    }
}
