package touchline.market.halt;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A halt, as the book has it.
 *
 * @param by an operator's name, or {@code circuit-breaker}
 * @param lifted when and by whom it ended; null while it is in force
 */
public record Halt(
        long id,
        HaltScope scope,
        HaltTerms terms,
        String by,
        Instant at,
        @Nullable Lifted lifted) {

    /**
     * Its end.
     *
     * @param by an operator's name, or {@code expiry}
     */
    public record Lifted(Instant at, String by) {}
}
