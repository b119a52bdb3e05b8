package touchline.market.position;

import java.time.Instant;
import touchline.market.Refusal;
import touchline.market.Rejection;

/** The outcome of a request to close a position. */
public sealed interface CloseOutcome {

    /** This call closed it. */
    record Closed(Close close) implements CloseOutcome {}

    /** This call closed a part of it, which is a closed position under an id of its own. */
    record PartClosed(PositionId part, Close close) implements CloseOutcome {}

    /** It was closed before, or a tick had breached it already and it closed at that tick. */
    record AlreadyClosed(Close close) implements CloseOutcome {}

    /**
     * It waits out the in-play delay, and is closed or rejected then.
     *
     * @param request the id of the request that waits
     */
    record Waits(long request, Instant executeAt) implements CloseOutcome {}

    /** The caller no longer holds the lease or the settlement. Nothing was changed. */
    record Fenced() implements CloseOutcome {}

    /** The tick does not breach it by the levels that applied then, or its levels have changed since it was judged. Nothing was changed. */
    record NotBreached() implements CloseOutcome {}

    /** The tick was only published and is not in its stream. Nothing was changed. */
    record TickNotRecorded() implements CloseOutcome {}

    /** Another record that the close needs, such as the account of its instrument, can't be read or written. Nothing was changed, and it is to be tried again. */
    record Failed(String why) implements CloseOutcome {}

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
