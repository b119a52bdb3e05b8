package touchline.api.ops.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of one query: the current states, changed or not. */
final class Observations {
    private final List<Observation> found = new ArrayList<>();
    private long unread;

    /**
     * The state of one thing.
     *
     * @param identity what it is about, the same on every node
     * @param version differs whenever there is something to tell
     * @param at when it became so; null where the database doesn't say
     */
    record Observation(
            String identity, String version, @Nullable Instant at, Change change) {}

    void add(String identity, Object version, @Nullable Instant at, Change change) {
        found.add(new Observation(identity, String.valueOf(version), at, change));
    }

    /** Adds runs that ended and were not read. */
    void unread(long runs) {
        unread += runs;
    }

    List<Observation> found() {
        return found;
    }

    long unread() {
        return unread;
    }
}
