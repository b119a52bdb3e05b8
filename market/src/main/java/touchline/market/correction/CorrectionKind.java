package touchline.market.correction;

import touchline.market.settlement.SettlementKind;

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
    CANCEL_CLOSE,
    /** Settles a match that is not over at the prices of now. */
    SETTLE_FIXTURE,
    /** Settles a match that is not void as a void one. */
    VOID_FIXTURE;

    static CorrectionKind of(SettlementKind kind) {
        return kind == SettlementKind.VOID ? VOID_FIXTURE : SETTLE_FIXTURE;
    }

    /** Whether it settles a fixture, which only an admin may request. */
    public boolean isSettlement() {
        return this == SETTLE_FIXTURE || this == VOID_FIXTURE;
    }
}
