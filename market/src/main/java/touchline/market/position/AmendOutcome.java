package touchline.market.position;

import touchline.market.Refusal;

/** What came of the wish to change a position's levels. */
public sealed interface AmendOutcome {

    /** The levels stand from the next tick on. */
    record Amended() implements AmendOutcome {}

    /** It is closed, or a tick had breached it already and it closed at that tick. */
    record AlreadyClosed(Close close) implements AmendOutcome {}

    /** Nothing was changed. */
    record Refused(Refusal why) implements AmendOutcome {}
}
