package touchline.scheduler.ledger;

/** How a run stands or ended. */
public enum RunOutcome {
    /** An operator has asked for it; it waits for a node. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** There was nothing to do, and it says why. */
    SKIPPED,
    /** Somebody, or a node that was to stop, interrupted it. */
    INTERRUPTED,
    /** It was interrupted at its deadline. */
    TIMED_OUT,
    /** Its node died, or was taken for dead. */
    LOST
}
