package touchline.market.halt;

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
        @Nullable Instant until) {}
