package touchline.scheduler.history;

/** How a job stands, in a word. Where more than one holds, the first of these. */
public enum JobState {
    /** No node that is alive runs it: its condition holds nowhere. */
    OFF,
    /** A trigger of it could not be read, and is set aside. */
    ERROR,
    /** An operator holds it back, or everything. */
    PAUSED,
    RUNNING,
    /** It waits for a run of its own that nobody is known to run. */
    BLOCKED,
    /** It has a time ahead, or has been asked for. */
    WAITING,
    /** It runs when somebody asks, and nobody has. */
    IDLE
}
