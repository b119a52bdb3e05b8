package touchline.scheduler.misfire;

/** What became of missed times. */
public enum Handling {
    /** One run made up for all of them. */
    RAN_ONCE,
    /** A run made up for each of them. */
    RAN_EACH,
    /** No run made up for them. */
    SKIPPED
}
