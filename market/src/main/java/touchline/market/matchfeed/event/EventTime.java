package touchline.market.matchfeed.event;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * When an event happened, by the clock of the match. The natural order is that of the match; an unknown minute comes last.
 *
 * @param extraMinute of stoppage time
 * @param period the feed's id of the half; a later half has a greater id
 */
public record EventTime(
        @Nullable Integer minute,
        @Nullable Integer extraMinute,
        @Nullable Long period) implements Comparable<EventTime> {
    public static final EventTime UNKNOWN = new EventTime(null, null, null);

    private static final Comparator<EventTime> ORDER = Comparator.comparingLong(
                    (EventTime time) -> time.minute == null ? Long.MAX_VALUE : time.minute)
            .thenComparingLong(time -> time.extraMinute == null ? 0 : time.extraMinute)
            .thenComparingLong(time -> time.period == null ? 0 : time.period);

    @Override
    public int compareTo(EventTime other) {
        return ORDER.compare(this, other);
    }
}
