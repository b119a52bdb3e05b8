package touchline.scheduler.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a change of the clocks on a schedule.
 *
 * @param at when the clocks change
 * @param from the first affected local time
 * @param to the first local time that is not affected any more
 * @param times how many fire times are affected
 * @param words the effect, as a sentence
 */
public record ClockChange(
        Kind kind, Instant at, ZoneId zone, LocalDateTime from, LocalDateTime to, int times, String words) {

    /** The effect on the times. */
    public enum Kind {
        /** They do not exist that day and are skipped. */
        SKIPPED_HOUR,
        /** They exist twice that day. */
        DOUBLED_HOUR,
        /** They exist twice that day, and Quartz does not fire in one of the two hours (quartz-scheduler/quartz#1104). */
        SILENT_HOUR
    }

    /** Whether the clocks change after one time and not after another. */
    public boolean isBetween(@Nullable Instant after, Instant until) {
        return after != null && at.isAfter(after) && !at.isAfter(until);
    }
}
