package touchline.market.position;

import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.position.rule.CloseReason;

/**
 * A position and the first tick that breaches it.
 *
 * @param publishedAt 0 for a tick that was read from its stream or the book. Otherwise the time in the message that published it, in ms since the epoch:
 *     then the position is closed only if the tick is in its stream
 */
public record Breach(
        PositionId position, InstrumentId instrument, CloseReason reason, long seq, Price price, long publishedAt) {

    /** A breach by a tick that is known to be recorded. */
    public static Breach recorded(Position position, CloseReason reason, long seq, Price price) {
        return new Breach(position.id(), position.instrument(), reason, seq, price, 0);
    }

    /** The same breach, once its tick has been recorded. */
    public Breach asRecorded() {
        return new Breach(position, instrument, reason, seq, price, 0);
    }

    /** The id that the tick must have in its stream ({@code at-seq}), or empty where it is known to be there. */
    String requiredTick() {
        return publishedAt == 0 ? "" : publishedAt + "-" + seq;
    }
}
