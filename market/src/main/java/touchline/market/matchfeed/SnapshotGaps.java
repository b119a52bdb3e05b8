package touchline.market.matchfeed;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is missing from a snapshot.
 *
 * @param unreadable what the match can't be followed without, in words; null if all of it is there. While it is missing, the match is frozen as if the feed were silent
 * @param eventsIncomplete whether events may be missing from the list: then an event that is not listed counts as present
 * @param unreadableEvents ids of listed events that can't be read: each keeps its last known content
 */
public record SnapshotGaps(@Nullable String unreadable, boolean eventsIncomplete, Set<Long> unreadableEvents) {
    public static final SnapshotGaps NONE = new SnapshotGaps(null, false, Set.of());

    public SnapshotGaps {
        unreadableEvents = Set.copyOf(unreadableEvents);
    }
}
