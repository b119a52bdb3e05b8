package touchline.simulator.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** Something that changes in what the feed shows, or in how it behaves, {@code at} seconds after kick-off by the wall clock. */
public sealed interface TimelineEntry {
    double at();

    /** The fixture enters a state. */
    record StateEntered(double at, int stateId) implements TimelineEntry {}

    /** From now on the event is listed. */
    record EventListed(double at, ObjectNode event) implements TimelineEntry {}

    /** The event stays listed, marked as rescinded. */
    record EventRescinded(double at, long eventId) implements TimelineEntry {}

    /** The event is no longer listed. */
    record EventRemoved(double at, long eventId) implements TimelineEntry {}

    /** Some of the event's fields change. */
    record EventPatched(double at, long eventId, ObjectNode fields) implements TimelineEntry {}

    /** The line-up is known, or replaced: a row for each player. */
    record LineUpListed(double at, List<ObjectNode> players) implements TimelineEntry {
        public LineUpListed {
            players = List.copyOf(players);
        }
    }

    /** Details of a player in the line-up change; {@code values} by the id of their type. */
    record DetailsChanged(double at, long playerId, ObjectNode values) implements TimelineEntry {}

    /** These fields and relations of the fixture are shown as given, not as computed. */
    record FieldsShown(double at, ObjectNode fields) implements TimelineEntry {}

    /** These fields and relations of the fixture are computed again. */
    record FieldsComputed(double at, Set<String> names) implements TimelineEntry {
        public FieldsComputed {
            names = Set.copyOf(names);
        }
    }

    /** The kick-off moves to so many seconds after the original one. */
    record KickOffMoved(double at, double seconds) implements TimelineEntry {}

    /** The fixture vanishes from every answer, or is back. */
    record ListingChanged(double at, boolean listed) implements TimelineEntry {}

    /** The feed misbehaves for so many seconds of the match. */
    record FeedFails(double at, Fault fault, double seconds) implements TimelineEntry {}
}
