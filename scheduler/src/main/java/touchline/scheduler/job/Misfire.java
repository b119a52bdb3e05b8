package touchline.scheduler.job;

/** The policy for times that were missed because all nodes were down or busy, or the job was paused. */
public enum Misfire {
    /** One run makes up for all of them, at once. */
    RUN_ONCE_NOW,
    /** They are skipped; the job runs at its next time. */
    WAIT_FOR_NEXT
}
