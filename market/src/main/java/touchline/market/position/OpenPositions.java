package touchline.market.position;

import java.util.List;
import touchline.market.instrument.InstrumentId;
import touchline.market.position.rule.Direction;
import touchline.market.position.rule.Levels;

/**
 * A reading of open positions.
 *
 * @param readable by id
 * @param unreadable ids, as they are stored, of those that can't be read, or the key of the set of all ids if that can't be read; they have been noted
 * @param <T> what was read of each
 */
public record OpenPositions<T extends OpenPositions.Terms>(List<T> readable, List<String> unreadable) {

    /** What decides which tick closes a position; the components are those of {@link Position}. */
    public interface Terms {
        PositionId id();

        InstrumentId instrument();

        Direction direction();

        long washOut();

        Levels levels();

        long openSeq();

        long openTickAt();
    }

    /** The terms without the rest of the position. */
    record StoredTerms(
            PositionId id,
            InstrumentId instrument,
            Direction direction,
            long washOut,
            Levels levels,
            long openSeq,
            long openTickAt)
            implements Terms {}
}
