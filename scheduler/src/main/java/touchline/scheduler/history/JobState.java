package touchline.scheduler.history;

/** The state of a job: the first of these that applies. */
public enum JobState {
    /** No living node runs it: its condition holds nowhere. */
    OFF,
    /** One of its triggers is in ERROR. */
    ERROR,
    /** An operator has paused it, or all jobs. */
    PAUSED,
    RUNNING,
    /** It is blocked, and no run of it is known. */
    BLOCKED,
    /** It has a coming time or a request. */
    WAITING,
    /** It runs on demand, and no run is requested. */
    IDLE
}
