package touchline.api.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the connections to this node that an owner has, up to a limit. Counting and comparing are one step, so that simultaneous connections can't
 * pass the limit together. Thread-safe.
 *
 * @param <K> an owner
 */
final class ConnectionPlaces<K> {
    private final int most;
    private final Map<K, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Places of which none is taken.
     *
     * @param most places of an owner
     */
    ConnectionPlaces(int most) {
        this.most = most;
    }

    /** Takes a place; false if the owner has reached the limit. */
    boolean take(K owner) {
        boolean[] isTaken = {false};
        taken.compute(owner, (any, before) -> {
            int count = before == null ? 0 : before;
            isTaken[0] = count < most;
            return isTaken[0] ? Integer.valueOf(count + 1) : before;
        });
        return isTaken[0];
    }

    /** Returns a place. To be called once for each that was taken. */
    void free(K owner) {
        taken.computeIfPresent(owner, (any, count) -> count > 1 ? count - 1 : null);
    }

    /** The number of an owner's places that are taken. */
    int of(K owner) {
        return taken.getOrDefault(owner, 0);
    }

    int most() {
        return most;
    }
}
