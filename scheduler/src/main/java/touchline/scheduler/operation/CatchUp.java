package touchline.scheduler.operation;

/** The handling of times that a pause has held back. */
public enum CatchUp {
    /** They are skipped. */
    SKIP,
    /** One run makes up for them, at once. */
    ONE,
    /** Each is made up for, up to a hundred. */
    ALL
}
