package touchline.market.stopwatch.index;

import java.util.Map;
import java.util.Set;
import touchline.market.position.rule.CloseReason;

/**
 * The open positions, found by the prices that close them. Not thread-safe. The ticks of an instrument are passed in their order,
 * after the positions and levels that precede them.
 */
public interface TriggerIndex {

    /** Adds a position, or replaces it. */
    void put(WatchedPosition position);

    /** Removes a position; returns whether it was there. */
    boolean remove(long position);

    /** Passes each position that a tick breaches to the listener. They stay in the index until they are removed. */
    void breached(long instrument, long seq, long price, BreachListener listener);

    int size();

    /** The number of levels in the history of a position, by which it is judged here; 0 where it is not in the index. */
    int levelCount(long position);

    /** The number of positions on an instrument. */
    int count(long instrument);

    /** The number of positions on each instrument. */
    Map<Long, Integer> counts();

    /**
     * The sum of {@link #mixed} over the positions on an instrument. Where two sets of as many positions have one sum, they differ in one of 2^64 cases.
     */
    long fingerprint(long instrument);

    /** A number that looks random, another for each position. */
    static long mixed(long position) {
        long bits = (position ^ (position >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }

    /** Whether a position is in the index, on that instrument. */
    boolean isOn(long instrument, long position);

    void each(PositionVisitor visitor);

    /** Visits the positions of some instruments. */
    void each(Set<Long> instruments, PositionVisitor visitor);

    /** Visits the positions of an index. */
    @FunctionalInterface
    interface PositionVisitor {
        void position(long instrument, long position);
    }

    /** Receives each position that a tick breaches. */
    @FunctionalInterface
    interface BreachListener {
        void breached(long position, CloseReason reason);
    }
}
