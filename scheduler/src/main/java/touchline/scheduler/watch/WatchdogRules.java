package touchline.scheduler.watch;

import java.time.Duration;

/**
 * When something counts as stuck, and what is done about it without asking.
 *
 * @param look how often
 * @param overdue a trigger isn't repaired before it is that late
 * @param apart nor before two sightings so far apart have shown it in the same state
 * @param mostRepairs so many repairs of one trigger within an hour; if it gets stuck once more it is left to people
 * @param unheeded how long a run may go on after it was interrupted before that is told
 * @param starved how long a node may have no free thread, with work due, before that is told
 */
public record WatchdogRules(
        Duration look, Duration overdue, Duration apart, int mostRepairs, Duration unheeded, Duration starved) {
    /** A stuck trigger fires again within 90 s of its time: 60 s until it counts, a look every 5 s, and the store's second. */
    public static final WatchdogRules DEFAULT = new WatchdogRules(
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));

    public WatchdogRules {
        if (apart.compareTo(overdue) > 0) {
            throw new IllegalArgumentException("sightings can't be further apart than what makes a trigger overdue");
        }
    }

    /** From when on it is looked at, so that the second sighting is in time. */
    public Duration firstSighting() {
        return overdue.minus(apart);
    }
}
