package touchline.scheduler.job;

/** What becomes of times that nobody could keep, because everybody was down, busy or held back. */
public enum Misfire {
    /** One run makes up for all of them, at once. */
    RUN_ONCE_NOW,
    /** They are let go; the next time is the next run. */
    WAIT_FOR_NEXT
}
