package touchline.market.settlement;

import touchline.market.position.rule.CloseReason;

/** Why a fixture settles. */
public enum SettlementKind {
    /** It was played to its end: everything closes at the snapshot. */
    FULL_TIME(CloseReason.FULL_TIME),
    /** It will not be: positions close at their entry, shares are sold at the base of before the match, and prices go back to it. */
    VOID(CloseReason.VOID);

    private final CloseReason closeReason;

    SettlementKind(CloseReason closeReason) {
        this.closeReason = closeReason;
    }

    CloseReason closeReason() {
        return closeReason;
    }
}
