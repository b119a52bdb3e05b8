package touchline.api.ops.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one look into the database has found: how things stand, changed or not. */
final class Observations {
    private final List<Fact> found = new ArrayList<>();
    private long beyond;

    /**
     * How something stands.
     *
     * @param identity what it is about, the same on every node
     * @param version differs whenever there is something to tell
     * @param at when it became so; null where the database doesn't say
     */
    record Fact(String identity, String version, @Nullable Instant at, Change change) {}

    void add(String identity, Object version, @Nullable Instant at, Change change) {
        found.add(new Fact(identity, String.valueOf(version), at, change));
    }

    /** So many runs ended besides, which were not even read. */
    void beyond(long runs) {
        beyond += runs;
    }

    List<Fact> found() {
        return found;
    }

    long beyond() {
        return beyond;
    }
}
