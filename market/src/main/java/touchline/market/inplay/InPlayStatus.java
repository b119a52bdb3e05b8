package touchline.market.inplay;

import org.jspecify.annotations.Nullable;

/**
 * How a node's part in executing what has waited stands.
 *
 * @param waiting requests that wait, on the whole
 * @param lagMillis how long the first of them has been due
 * @param executed by this node, since it began; those that were rejected included
 * @param thawed instruments, likewise
 * @param lastError what went wrong at the last round; null where all went well
 */
public record InPlayStatus(
        boolean running,
        long waiting,
        long lagMillis,
        long executed,
        long rejected,
        long thawed,
        @Nullable String lastError) {}
