package touchline.market.position;

import java.time.Instant;
import touchline.market.Refusal;
import touchline.market.Rejection;

/** What came of the wish to close a position. */
public sealed interface CloseOutcome {

    /** This call closed it. */
    record Closed(Close close) implements CloseOutcome {}

    /** It was closed before, or a tick had breached it already and it closed at that tick. */
    record AlreadyClosed(Close close) implements CloseOutcome {}

    /** It waits out the in-play delay, and closes then, or not. */
    record Waits(Instant executeAt) implements CloseOutcome {}

    /** Who asks no longer holds what entitles him to: a lease, a settlement. Nothing was changed. */
    record Fenced() implements CloseOutcome {}

    /** The tick named does not breach it by the levels that stood then. Nothing was changed. */
    record NotBreached() implements CloseOutcome {}

    /** The tick named was only heard of, and does not stand in its stream. Nothing was changed. */
    record UnheardOf() implements CloseOutcome {}

    /** It can't be read, as a field is missing or its wallet is. Nothing was changed. */
    record Unreadable(String why) implements CloseOutcome {}

    /** Nothing was changed. */
    record Refused(Rejection rejection) implements CloseOutcome {
        public Refused(Refusal why) {
            this(Rejection.of(why));
        }

        public Refusal why() {
            return rejection.why();
        }
    }
}
