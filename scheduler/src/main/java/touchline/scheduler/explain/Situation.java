package touchline.scheduler.explain;

/** The situations of a job, the gravest first. The names are stable. */
public enum Situation {
    /** An operator has paused all jobs. */
    EVERYTHING_PAUSED,
    /** An operator has paused the job. */
    PAUSED,
    /** No node is alive. */
    NO_NODE,
    /** No living node knows the job, as at the start of a rolling deploy. */
    UNKNOWN_TO_NODES,
    /** Its condition does not hold, on some nodes or on all. */
    CONDITION_OFF,
    /** The nodes that run it are draining. */
    DRAINING,
    /** The nodes that run it do not fire because their clocks are off. */
    CLOCK_OFF,
    /** The nodes that run it are starting. */
    NODE_STARTING,
    /** It was removed from the store. */
    NOT_IN_STORE,
    /** Its trigger is in ERROR. */
    TRIGGER_ERROR,
    /** Its trigger is paused in Quartz' table, which no command of the platform does. */
    QUARTZ_PAUSED,
    /** A group of triggers is paused in Quartz' table: its triggers do not fire. */
    GROUP_PAUSED,
    /** The group of recovered runs is paused by a fault of Quartz (quartz-scheduler/quartz#673). */
    RECOVERY_PAUSED,
    /** Its trigger is blocked by a run that doesn't exist. */
    BLOCKED_WITHOUT_RUN,
    /** Its trigger is acquired by no node. */
    ACQUIRED_BY_NOBODY,
    /** Its trigger is acquired by a silent node. */
    ACQUIRED_BY_SILENT_NODE,
    /** Its trigger is in an unknown state. */
    ODD_STATE,
    /** Its trigger's calendar is missing or unreadable. */
    CALENDAR_MISSING,
    /** Its trigger was removed from the store. */
    NO_TRIGGER,
    /** It runs one run at a time, and one is running. */
    BLOCKED_BY_RUN,
    /** It is due, and no node that runs it has a free thread. */
    NO_FREE_THREAD,
    /** Its time has passed and will be skipped. */
    AWAITING_MISFIRE_SWEEP,
    /** A calendar excludes coming times of its schedule. */
    CALENDAR_EXCLUDES,
    /** It is due, nothing holds it back, and it does not run. */
    OVERDUE,
    /** Its schedule has ended. */
    SCHEDULE_ENDED,
    RUNNING,
    ABOUT_TO_FIRE,
    /** A run failed and will be retried. */
    RETRY_WAITING,
    /** Requested runs have not begun. */
    REQUESTS_WAITING,
    /** Its next time is in the future. */
    NOT_DUE,
    /** It runs on demand, and no run is requested. */
    NOBODY_ASKED,
    /** An operator has overridden its schedule. */
    OVERRIDDEN,
    /** The outcome of its last run. */
    LAST_RUN
}
