package touchline.market.correction;

/** What a correction does. */
public enum CorrectionKind {
    /** Takes back all bumps of a match event, even if the feed still lists it. */
    VOID_EVENT,
    /** Takes back the bump of one player. */
    VOID_BUMP,
    /** Sets the price of a player. */
    SET_PRICE,
    /** Cancels a filled order by a compensating one at the old amounts. */
    CANCEL_ORDER,
    /** Cancels the profit or loss of a closed position by a movement between the house and the user. */
    CANCEL_CLOSE
}
