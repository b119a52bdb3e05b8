package touchline.scheduler.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What a change of the clocks does to a schedule that goes by them.
 *
 * @param at when the clocks change
 * @param from the first time of the clocks that is concerned
 * @param to the first one after that no longer is
 * @param times how many times of the schedule are concerned
 * @param words what becomes of them, in a sentence
 */
public record ClockChange(
        Kind kind, Instant at, ZoneId zone, LocalDateTime from, LocalDateTime to, int times, String words) {

    /** What becomes of the times. */
    public enum Kind {
        /** They don't exist that day, so it doesn't run at them. */
        SKIPPED_HOUR,
        /** They exist twice that day. */
        DOUBLED_HOUR,
        /** They exist twice that day, and Quartz falls silent for one of the two hours (quartz-scheduler/quartz#1104). */
        SILENT_HOUR
    }

    /** Whether the clocks change after one time and not after another. */
    public boolean isBetween(@Nullable Instant after, Instant until) {
        return after != null && at.isAfter(after) && !at.isAfter(until);
    }
}
