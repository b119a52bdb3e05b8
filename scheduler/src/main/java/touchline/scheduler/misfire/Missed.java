package touchline.scheduler.misfire;

import java.time.Instant;

/**
 * Missed times of a schedule.
 *
 * @param last the last that was counted
 * @param isMore whether there are more than {@code times}, which were not counted
 */
public record Missed(Instant first, Instant last, long times, boolean isMore) {
    public static Missed one(Instant time) {
        return new Missed(time, time, 1, false);
    }

    /** These and later ones. */
    public Missed and(Missed later) {
        return new Missed(first, later.last, times + later.times, isMore || later.isMore);
    }
}
