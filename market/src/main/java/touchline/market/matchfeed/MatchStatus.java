package touchline.market.matchfeed;

/**
 * How far a match is.
 *
 * @param stateId the feed's own number of its state, stored and never interpreted; 0 if the feed sends none
 * @param state the feed's own name of it, such as {@code FT}, for people
 * @param phase what it means for the market
 */
public record MatchStatus(int stateId, String state, MatchPhase phase) {

    /** Whether the feed sends a state at all. */
    public boolean isKnown() {
        return stateId != 0;
    }
}
