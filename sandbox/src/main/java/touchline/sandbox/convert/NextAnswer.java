package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what changed from one answer of a poll to the next. */
final class NextAnswer {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SavedFixture before;
    private final SavedFixture now;
    private final TimelineWriter timeline;
    private final long at;

    NextAnswer(SavedFixture before, SavedFixture now, long originalKickOff, TimelineWriter timeline) {
        this.before = before;
        this.now = now;
        this.timeline = timeline;
        this.at = now.polledAfter(originalKickOff);
    }

    void write(long originalKickOff) {
        if (now.kickOff() != before.kickOff()) {
            timeline.kickOff(at, now.kickOff() - originalKickOff);
        }
        if (!rows(now).equals(rows(before))) {
            timeline.lineUp(at, now);
        }
        if (now.node().path("events").isArray()) {
            events();
        }
        timeline.details(at, now, TimelineWriter.detailsOf(before));
        JsonNode scores = now.node().path("scores");
        if (!scores.equals(before.node().path("scores"))) {
            timeline.show(at, "scores", scores);
        }
        if (now.stateId() != before.stateId() && now.stateId() > 0) {
            timeline.state(at, now.stateId(), now.stateName());
        }
    }

    private static List<ObjectNode> rows(SavedFixture fixture) {
        return fixture.lineUps().stream()
                .map(row -> (ObjectNode) row.deepCopy().without("details"))
                .toList();
    }

    private void events() {
        Map<Long, ObjectNode> known = byId(before);
        Map<Long, ObjectNode> listed = byId(now);
        listed.forEach((id, event) -> {
            ObjectNode old = known.get(id);
            if (old == null) {
                timeline.event(at, event);
            } else {
                changes(id, old, event);
            }
        });
        known.keySet().stream().filter(id -> !listed.containsKey(id)).forEach(id -> timeline.remove(at, id));
    }

    private void changes(long id, ObjectNode old, ObjectNode event) {
        ObjectNode fields = JSON.createObjectNode();
        event.properties().stream()
                .filter(field -> !field.getKey().equals("sort_order"))
                .filter(field -> !field.getValue().equals(old.path(field.getKey())))
                .forEach(field -> fields.set(field.getKey(), field.getValue()));
        if (fields.isEmpty()) {
            return;
        }
        if (fields.size() == 1 && fields.path("rescinded").asBoolean()) {
            timeline.rescind(at, id);
        } else {
            timeline.patch(at, id, fields);
        }
    }

    private static Map<Long, ObjectNode> byId(SavedFixture fixture) {
        Map<Long, ObjectNode> events = new LinkedHashMap<>();
        fixture.events().forEach(event -> events.put(event.path("id").asLong(), event));
        return events;
    }
}
