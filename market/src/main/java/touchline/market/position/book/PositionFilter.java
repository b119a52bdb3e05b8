package touchline.market.position.book;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.Position;
import touchline.market.position.rule.Direction;

/**
 * Selects positions of a user.
 *
 * @param from the earliest time of opening
 * @param to the latest time of opening, included
 * @param instrument null for all
 * @param direction null for both
 */
public record PositionFilter(
        Instant from,
        Instant to,
        @Nullable InstrumentId instrument,
        @Nullable Direction direction) {
    /** Every position. */
    public static final PositionFilter ALL =
            new PositionFilter(Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"), null, null);

    public boolean selects(Position position) {
        return !position.openedAt().isBefore(from)
                && !position.openedAt().isAfter(to)
                && (instrument == null || instrument.equals(position.instrument()))
                && (direction == null || direction == position.direction());
    }
}
