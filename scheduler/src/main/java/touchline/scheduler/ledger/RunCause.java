package touchline.scheduler.ledger;

/** Why a run happened. */
public enum RunCause {
    /** Its schedule. */
    SCHEDULE,
    /** A request of another part of the product. */
    REQUEST,
    /** An operator's request. */
    OPERATOR,
    /** A missed time of a pause. */
    CATCH_UP
}
