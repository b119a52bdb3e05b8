package touchline.sandbox.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Something that changes in what the feed shows, or in how it behaves, {@code at} seconds after kick-off by the wall clock. */
public sealed interface TimelineEntry {
    double at();

    /** The fixture enters a state. */
    record StateEntered(double at, int stateId) implements TimelineEntry {}

    /** From now on the event is listed. */
    record EventListed(double at, ObjectNode event) implements TimelineEntry {}

    /** The event stays listed, marked as taken back. */
    record EventRescinded(double at, long eventId) implements TimelineEntry {}

    /** The event is no longer listed. */
    record EventRemoved(double at, long eventId) implements TimelineEntry {}

    /** Some of the event's fields change. */
    record EventPatched(double at, long eventId, ObjectNode fields) implements TimelineEntry {}

    /** The feed misbehaves for so many seconds of the match. */
    record FeedFails(double at, Fault fault, double seconds) implements TimelineEntry {}
}
