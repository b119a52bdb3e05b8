package touchline.market.position;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.position.rule.BestPrice;
import touchline.market.position.rule.CloseReason;

/**
 * A position and the first tick that breaches it, by the levels that its judge knew.
 *
 * @param publishedAt 0 for a tick that was read from its stream or the book. Otherwise the time in the message that published it, in ms since the epoch:
 *     then the position is closed only if the tick is in its stream
 * @param levelCount how many levels the position's history had when it was judged: where it has more now, another tick may be the first
 * @param best before the tick, of the trailing stop that applied; null where none did
 */
public record Breach(
        PositionId position,
        InstrumentId instrument,
        CloseReason reason,
        long seq,
        Price price,
        long publishedAt,
        int levelCount,
        @Nullable BestPrice best) {

    /** A breach by a tick that is known to be recorded. */
    public static Breach recorded(OpenPositions.Terms position, CloseReason reason, long seq, Price price) {
        return recorded(position, reason, seq, price, null);
    }

    /** The same with a trailing stop. */
    public static Breach recorded(
            OpenPositions.Terms position, CloseReason reason, long seq, Price price, @Nullable BestPrice best) {
        return new Breach(
                position.id(),
                position.instrument(),
                reason,
                seq,
                price,
                0,
                position.levels().history().size(),
                best);
    }

    /** The same breach, once its tick has been recorded. */
    public Breach asRecorded() {
        return new Breach(position, instrument, reason, seq, price, 0, levelCount, best);
    }

    /** The id that the tick must have in its stream ({@code at-seq}), or empty where it is known to be there. */
    String requiredTick() {
        return publishedAt == 0 ? "" : publishedAt + "-" + seq;
    }
}
