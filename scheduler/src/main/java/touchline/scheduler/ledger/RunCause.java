package touchline.scheduler.ledger;

/** Why a run came about. */
public enum RunCause {
    /** It was time. */
    SCHEDULE,
    /** Another part of the product asked for it. */
    REQUEST,
    /** An operator asked for it. */
    OPERATOR,
    /** It makes up for a time that passed while its job was held back. */
    CATCH_UP
}
