package touchline.scheduler.history;

/**
 * The scheduler of all nodes.
 *
 * @param nodes alive
 * @param threads of all nodes
 * @param queued operators' runs that have not begun
 * @param overdue triggers that have been due for more than a second and are not acquired
 */
public record SchedulerStatus(int nodes, int threads, int running, int queued, int overdue) {}
