package touchline.scheduler.facts;

/** What can be so with a job, gravest first. The names are stable. */
public enum Situation {
    /** An operator holds everything back. */
    EVERYTHING_PAUSED,
    /** An operator holds the job back. */
    PAUSED,
    /** No node of the cluster is there. */
    NO_NODE,
    /** Nodes are there, and none has ever heard of it: a rolling deploy, seen from its beginning. */
    UNKNOWN_TO_NODES,
    /** What it needs to exist isn't so, on some nodes or on all. */
    CONDITION_OFF,
    /** Nodes that run it take on nothing new. */
    DRAINING,
    /** Nodes that run it fire nothing, as their clocks are off. */
    CLOCK_OFF,
    /** Nodes that run it have not begun to fire. */
    NODE_STARTING,
    /** Somebody has taken it from the store. */
    NOT_IN_STORE,
    /** Its trigger is set aside as an error. */
    TRIGGER_ERROR,
    /** Its trigger is paused in Quartz' own way, which none of our levers does. */
    QUARTZ_PAUSED,
    /** A group of triggers is paused in Quartz' own way: what is put there stands still. */
    GROUP_PAUSED,
    /** The group of recovered runs is paused, which nobody meant (quartz-scheduler/quartz#673). */
    RECOVERY_PAUSED,
    /** Its trigger is blocked by a run that doesn't exist. */
    BLOCKED_WITHOUT_RUN,
    /** Its trigger is taken by nobody. */
    ACQUIRED_BY_NOBODY,
    /** Its trigger is taken by a node that no longer says anything. */
    ACQUIRED_BY_SILENT_NODE,
    /** Its trigger is in a state that means nothing here. */
    ODD_STATE,
    /** Its trigger goes by a calendar that isn't there, or can't be read. */
    CALENDAR_MISSING,
    /** Somebody took its trigger from the store. */
    NO_TRIGGER,
    /** One run at a time, and one goes on. */
    BLOCKED_BY_RUN,
    /** It is due, and every node that runs it has its hands full. */
    NO_FREE_THREAD,
    /** Its time has passed and will be let go. */
    AWAITING_MISFIRE_SWEEP,
    /** A calendar excludes times of its schedule that lie ahead. */
    CALENDAR_EXCLUDES,
    /** It is due, nothing holds it back, and it doesn't run. */
    OVERDUE,
    /** Its schedule has no time left. */
    SCHEDULE_ENDED,
    RUNNING,
    /** It is due, and will run within a second. */
    ABOUT_TO_FIRE,
    /** A run failed and is tried again. */
    RETRY_WAITING,
    /** Runs were asked for and have not begun. */
    REQUESTS_WAITING,
    /** Its next time lies ahead. */
    NOT_DUE,
    /** It runs when asked for, and nobody has asked. */
    NOBODY_ASKED,
    /** An operator has put a schedule in the place of the declared one. */
    OVERRIDDEN,
    /** How it went the last time. */
    LAST_RUN
}
