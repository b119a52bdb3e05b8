package touchline.scheduler.ledger;

/** The state or outcome of a run. */
public enum RunOutcome {
    /** An operator has requested it, and it waits for a node. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** There was nothing to do. */
    SKIPPED,
    /** An operator or a stopping node interrupted it. */
    INTERRUPTED,
    /** It was interrupted at its deadline. */
    TIMED_OUT,
    /** Its node died, or was declared dead. */
    LOST
}
