package touchline.market.spot;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;

/**
 * Selects orders of a user.
 *
 * @param from the earliest time: of its fill, or of an order that is not filled, when it was sent
 * @param to the latest time, included
 * @param instrument null for all
 * @param side null for both
 * @param states empty for all
 */
public record OrderFilter(
        Instant from,
        Instant to,
        @Nullable InstrumentId instrument,
        @Nullable Side side,
        Set<RequestState> states) {
    /** Every order. */
    public static final OrderFilter ALL =
            new OrderFilter(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"), null, null, Set.of());
}
