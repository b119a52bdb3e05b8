package touchline.sandbox.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import touchline.simulator.match.MatchState;

/** Collects the entries of a timeline. */
final class TimelineWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> OF_THE_ANSWER = List.of("id", "fixture_id", "sport_id", "details");

    private final List<ObjectNode> entries = new ArrayList<>();

    ArrayNode write() {
        entries.sort(Comparator.comparingLong(entry -> entry.path("at").asLong())); // stable
        return JSON.createArrayNode().addAll(entries);
    }

    void state(long at, int stateId, String name) {
        entry(at).put("state_id", stateId).put("state", name);
    }

    void event(long at, ObjectNode event) {
        entry(at).set("event", event.deepCopy().without("sort_order"));
    }

    void rescind(long at, long event) {
        entry(at).put("rescind", event);
    }

    void remove(long at, long event) {
        entry(at).put("remove", event);
    }

    void patch(long at, long event, ObjectNode fields) {
        entry(at).putObject("patch").put("id", event).setAll(fields);
    }

    void lineUp(long at, SavedFixture fixture) {
        ArrayNode rows = entry(at).putArray("lineup");
        fixture.lineUps().forEach(row -> rows.add(row.deepCopy().without(OF_THE_ANSWER)));
    }

    /** Writes the details that are not the same before. */
    void details(long at, SavedFixture fixture, Map<Long, ObjectNode> before) {
        detailsOf(fixture).forEach((player, values) -> {
            ObjectNode changed = values.deepCopy();
            JsonNode known = before.getOrDefault(player, JSON.createObjectNode());
            changed.properties().removeIf(value -> value.getValue().equals(known.path(value.getKey())));
            if (!changed.isEmpty()) {
                entry(at).putObject("details").put("player_id", player).setAll(changed);
            }
        });
    }

    void show(long at, String field, JsonNode value) {
        entry(at).putObject("show").set(field, value);
    }

    void kickOff(long at, long seconds) {
        entry(at).put("kick_off", seconds);
    }

    private ObjectNode entry(long at) {
        ObjectNode entry = JSON.createObjectNode().put("at", at);
        entries.add(entry);
        return entry;
    }

    static Map<Long, ObjectNode> detailsOf(SavedFixture fixture) {
        Map<Long, ObjectNode> details = new LinkedHashMap<>();
        for (ObjectNode row : fixture.lineUps()) {
            ObjectNode values = JSON.createObjectNode();
            row.path("details")
                    .forEach(detail -> values.set(
                            detail.path("type_id").asText(), detail.path("data").path("value")));
            details.put(row.path("player_id").asLong(), values);
        }
        return details;
    }

    static String nameOf(int stateId) {
        return MatchState.byId(stateId).map(state -> state.developerName).orElse("UNKNOWN");
    }

    /** The id of a side's team; 0 if the answer has none. */
    static long team(SavedFixture fixture, String side) {
        return fixture.node()
                .path("participants")
                .valueStream()
                .filter(team -> team.path("meta").path("location").asText().equals(side))
                .mapToLong(team -> team.path("id").asLong())
                .findFirst()
                .orElse(0);
    }
}
