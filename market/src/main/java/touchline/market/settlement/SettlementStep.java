package touchline.market.settlement;

/** The steps of a settlement, in order; the book stores the next one. */
public enum SettlementStep {
    /** Stop trading and record the prices. */
    FREEZE,
    /** Close what should have closed before the whistle, at the tick that breached it. */
    REPLAY,
    /** Sell every share, everyone at the same price. */
    SELL_SPOT,
    /** Close every open CFD at the snapshot. */
    CLOSE_CFDS,
    /** Let the instruments out of the fixture and trade again. */
    THAW,
    DONE;

    SettlementStep next() {
        return switch (this) {
            case FREEZE -> REPLAY;
            case REPLAY -> SELL_SPOT;
            case SELL_SPOT -> CLOSE_CFDS;
            case CLOSE_CFDS -> THAW;
            case THAW, DONE -> DONE;
        };
    }
}
