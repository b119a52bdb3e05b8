package touchline.market.inplay;

import org.jspecify.annotations.Nullable;

/**
 * The state of a node's in-play loop.
 *
 * @param waiting requests that wait, on the whole
 * @param lagMillis how long the first of them has been due
 * @param executed by this node, since it began; those that were rejected included
 * @param thawed instruments, likewise
 * @param lastError the error of the last round; null if it succeeded
 */
public record InPlayStatus(
        boolean running,
        long waiting,
        long lagMillis,
        long executed,
        long rejected,
        long thawed,
        @Nullable String lastError) {}
