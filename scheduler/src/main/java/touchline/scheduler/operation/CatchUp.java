package touchline.scheduler.operation;

/** What becomes of the times that passed while a job was held back. */
public enum CatchUp {
    /** They are let go. */
    SKIP,
    /** One run makes up for them, at once. */
    ONE,
    /** Each is made up for, the first hundred of them. */
    ALL
}
