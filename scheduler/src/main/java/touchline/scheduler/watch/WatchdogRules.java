package touchline.scheduler.watch;

import java.time.Duration;

/**
 * When the watchdog acts.
 *
 * @param look the interval of its looks
 * @param overdue how late a trigger has to be before it is repaired
 * @param apart the least time between two sightings of a trigger in the same state before it is repaired
 * @param mostRepairs the most repairs of a trigger within an hour; after that it is left to operators
 * @param interruptIgnored how long a run may ignore an interrupt before it is reported
 * @param starved how long a node may have no free thread, with work due, before it is reported
 */
public record WatchdogRules(
        Duration look, Duration overdue, Duration apart, int mostRepairs, Duration interruptIgnored, Duration starved) {
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
