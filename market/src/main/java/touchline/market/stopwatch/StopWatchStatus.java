package touchline.market.stopwatch;

import org.jspecify.annotations.Nullable;

/**
 * The state of a node's StopWatch.
 *
 * @param watching whether it holds the lease and knows all positions
 * @param open positions that it watches
 * @param ticks judged since the node started
 * @param closes that were its doing
 * @param repaired ticks it had to read because it did not hear of them
 * @param unreadable messages it could make nothing of
 * @param mended positions that it watched although they were gone, or did not although they were open, as a comparison with the books showed
 * @param backlog messages that wait to be judged
 * @param lagMillis the age of the oldest of those, since this node received it
 * @param lastTickAt the last judged tick's time, ms since the epoch; 0 before the first
 * @param failing whether its last attempt failed
 * @param holder who holds the lease, as {@code holder:token}; null while that isn't known
 */
public record StopWatchStatus(
        boolean watching,
        int open,
        long ticks,
        long closes,
        long repaired,
        long unreadable,
        long mended,
        int backlog,
        long lagMillis,
        long lastTickAt,
        boolean failing,
        @Nullable String lastError,
        @Nullable String holder) {}
