package touchline.market.halt;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How something is halted.
 *
 * @param reason in words, for operators and clients
 * @param until when it ends by itself; null if only an operator ends it
 */
public record HaltTerms(
        HaltMode mode,
        HaltCause cause,
        String reason,
        @Nullable Instant until) {
    /** The same command sent twice gives two ends that are moments apart. */
    private static final Duration LONGER = Duration.ofMinutes(1);

    /** Whether it stops more than the other one for at least as long, or as much for at least a minute longer. */
    boolean outdoes(HaltTerms other) {
        Duration longer = mode.isStricterThan(other.mode) ? Duration.ZERO : LONGER;
        boolean isAsStrict = mode == other.mode || mode.isStricterThan(other.mode);
        if (!isAsStrict || other.until == null) {
            return isAsStrict && mode != other.mode && until == null;
        }
        return until == null || !until.isBefore(other.until.plus(longer));
    }
}
