package touchline.market.position.rule;

/** Why a position ended. */
public enum CloseReason {
    USER,
    STOP_LOSS,
    TAKE_PROFIT,
    WASH_OUT,
    FULL_TIME,
    VOID,
    OPERATOR;

    /** Whether a tick closed it, rather than a request. */
    public boolean isBreach() {
        return this == STOP_LOSS || this == TAKE_PROFIT || this == WASH_OUT;
    }
}
