package touchline.simulator.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the timeline of a recording. Kinds of entries that it doesn't know are left out. */
final class TimelineReader {
    private TimelineReader() {}

    static List<TimelineEntry> read(JsonNode nodes) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (JsonNode node : nodes) {
            entry(node, node.required("at").asDouble()).ifPresent(entries::add);
        }
        entries.sort(Comparator.comparingDouble(TimelineEntry::at)); // stable: those of one second stay in order
        return entries;
    }

    private static Optional<TimelineEntry> entry(JsonNode node, double at) {
        if (node.has("state_id")) {
            return Optional.of(
                    new TimelineEntry.StateEntered(at, node.path("state_id").asInt()));
        }
        Optional<TimelineEntry> event = ofEvent(node, at);
        if (event.isPresent()) {
            return event;
        }
        Optional<TimelineEntry> fixture = ofFixture(node, at);
        if (fixture.isPresent()) {
            return fixture;
        }
        return Fault.byWord(node.path("fault").asText(""))
                .map(fault -> new TimelineEntry.FeedFails(
                        at, fault, node.path("seconds").asDouble(0)));
    }

    private static Optional<TimelineEntry> ofEvent(JsonNode node, double at) {
        if (node.path("event") instanceof ObjectNode event) {
            return Optional.of(new TimelineEntry.EventListed(at, event));
        }
        if (node.has("rescind")) {
            return Optional.of(
                    new TimelineEntry.EventRescinded(at, node.path("rescind").asLong()));
        }
        if (node.has("remove")) {
            return Optional.of(
                    new TimelineEntry.EventRemoved(at, node.path("remove").asLong()));
        }
        if (node.path("patch") instanceof ObjectNode fields) {
            return Optional.of(
                    new TimelineEntry.EventPatched(at, fields.path("id").asLong(), fields));
        }
        return Optional.empty();
    }

    private static Optional<TimelineEntry> ofFixture(JsonNode node, double at) {
        if (node.path("lineup").isArray()) {
            return Optional.of(new TimelineEntry.LineUpListed(at, objects(node.path("lineup"))));
        }
        if (node.path("details") instanceof ObjectNode details) {
            return Optional.of(new TimelineEntry.DetailsChanged(
                    at, details.path("player_id").asLong(), details.deepCopy().without("player_id")));
        }
        if (node.path("show") instanceof ObjectNode fields) {
            return Optional.of(new TimelineEntry.FieldsShown(at, fields));
        }
        if (node.path("compute").isArray()) {
            Set<String> names =
                    node.path("compute").valueStream().map(JsonNode::asText).collect(Collectors.toSet());
            return Optional.of(new TimelineEntry.FieldsComputed(at, names));
        }
        if (node.has("kick_off")) {
            return Optional.of(
                    new TimelineEntry.KickOffMoved(at, node.path("kick_off").asDouble()));
        }
        if (node.has("listed")) {
            return Optional.of(
                    new TimelineEntry.ListingChanged(at, node.path("listed").asBoolean()));
        }
        return Optional.empty();
    }

    private static List<ObjectNode> objects(JsonNode nodes) {
        return nodes.valueStream()
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .toList();
    }
}
