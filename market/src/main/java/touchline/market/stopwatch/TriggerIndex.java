package touchline.market.stopwatch;

import touchline.market.position.CloseReason;

/**
 * The open positions, found by the prices that close them. Not thread-safe. Ticks of an instrument have to come in their order,
 * and after the positions and levels that stood before them.
 */
interface TriggerIndex {

    /** Adds a position, or replaces what is known of it. */
    void put(WatchedPosition position);

    /** Forgets a position; gives whether it was known. */
    boolean remove(long position);

    /** Tells which positions a tick breaches, and why. They stay until removed. */
    void breached(long instrument, long seq, long price, BreachListener listener);

    int size();

    /** How many of them are on an instrument. */
    int count(long instrument);

    /** Shows every position. */
    void each(PositionVisitor visitor);

    /** Shown a position that is watched. */
    @FunctionalInterface
    interface PositionVisitor {
        void position(long instrument, long position);
    }

    /** Told of each position that a tick breaches. */
    @FunctionalInterface
    interface BreachListener {
        void breached(long position, CloseReason reason);
    }
}
