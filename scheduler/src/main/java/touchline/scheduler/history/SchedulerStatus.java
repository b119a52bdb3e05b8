package touchline.scheduler.history;

/**
 * The scheduler of all nodes together.
 *
 * @param nodes alive
 * @param threads runs at once on all of them
 * @param queued runs that operators have asked for and that have not begun
 * @param overdue triggers whose time was more than a second ago and that nobody has taken
 */
public record SchedulerStatus(int nodes, int threads, int running, int queued, int overdue) {}
