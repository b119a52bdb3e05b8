package touchline.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import touchline.simulator.recording.Fault;

/** Gives a correct fixture a shape that the feed is known to send at times. */
final class OddShapes {
    private static final int NO_KNOWN_STATE = 99;

    private OddShapes() {}

    static ObjectNode apply(Fault fault, ObjectNode fixture) {
        switch (fault) {
            case NO_EVENTS -> {
                if (fixture.has("events")) {
                    fixture.putArray("events");
                }
            }
            case NUMERIC_STRINGS -> numbersToStrings(fixture);
            case NULLS -> nulls(fixture);
            case UNKNOWN_STATE -> {
                fixture.put("state_id", NO_KNOWN_STATE);
                if (fixture.has("state")) {
                    fixture.putNull("state");
                }
            }
            default -> {} // a fault of the connection or of the whole answer
        }
        return fixture;
    }

    private static void nulls(ObjectNode fixture) {
        if (fixture.path("scores").path(0).path("score") instanceof ObjectNode score) {
            score.putNull("goals");
        }
        if (fixture.path("scores").path(1) instanceof ObjectNode row) {
            row.putNull("participant_id");
        }
        JsonNode events = fixture.path("events");
        if (events.path(events.size() - 1) instanceof ObjectNode event) {
            event.putNull("type_id").putNull("player_id");
        }
        JsonNode periods = fixture.path("periods");
        if (periods.path(periods.size() - 1) instanceof ObjectNode period) {
            period.putNull("id").putNull("type_id");
        }
    }

    private static void numbersToStrings(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (field.getValue().isNumber()) {
                    field.setValue(
                            JsonNodeFactory.instance.textNode(field.getValue().asText()));
                } else {
                    numbersToStrings(field.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(OddShapes::numbersToStrings);
        }
    }
}
