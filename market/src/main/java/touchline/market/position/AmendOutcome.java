package touchline.market.position;

import touchline.market.Refusal;
import touchline.market.Rejection;
import touchline.market.money.Price;

/** What came of the wish to change a position's levels. */
public sealed interface AmendOutcome {

    /**
     * The levels apply from the next tick on.
     *
     * @param position as it was then
     * @param price the instrument's price then
     */
    record Amended(Position position, Price price) implements AmendOutcome {}

    /** It is closed, or a tick had breached it already and it closed at that tick. */
    record AlreadyClosed(Close close) implements AmendOutcome {}

    /** Nothing was changed. */
    record Refused(Rejection rejection) implements AmendOutcome {
        public Refused(Refusal why) {
            this(Rejection.of(why));
        }

        public Refusal why() {
            return rejection.why();
        }
    }
}
