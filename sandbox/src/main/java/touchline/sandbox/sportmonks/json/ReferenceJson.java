package touchline.sandbox.sportmonks.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import touchline.sandbox.match.MatchState;

/** Writes the feed's reference lists. */
public final class ReferenceJson {
    private static final Map<Integer, String> TYPES = Map.ofEntries(
            Map.entry(10, "VAR"),
            Map.entry(14, "GOAL"),
            Map.entry(15, "OWNGOAL"),
            Map.entry(16, "PENALTY"),
            Map.entry(17, "MISSED_PENALTY"),
            Map.entry(18, "SUBSTITUTION"),
            Map.entry(19, "YELLOWCARD"),
            Map.entry(20, "REDCARD"),
            Map.entry(21, "YELLOWREDCARD"),
            Map.entry(22, "PENALTY_SHOOTOUT_MISS"),
            Map.entry(23, "PENALTY_SHOOTOUT_GOAL"));

    private ReferenceJson() {}

    public static List<ObjectNode> states() {
        return Arrays.stream(MatchState.values()).map(ReferenceJson::state).toList();
    }

    static JsonNode state(int id) {
        return Arrays.stream(MatchState.values())
                .filter(state -> state.id == id)
                .findFirst()
                .<JsonNode>map(ReferenceJson::state)
                .orElse(JsonNodeFactory.instance.nullNode());
    }

    private static ObjectNode state(MatchState state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", state.id)
                .put("state", state.developerName)
                .put("name", state.title)
                .put("short_name", state.shortName)
                .put("developer_name", state.developerName);
    }

    public static List<ObjectNode> types() {
        return new TreeMap<>(TYPES)
                .entrySet().stream()
                        .map(type -> JsonNodeFactory.instance
                                .objectNode()
                                .put("id", type.getKey())
                                .put("name", type.getValue())
                                .put("code", type.getValue().toLowerCase(java.util.Locale.ROOT))
                                .put("developer_name", type.getValue())
                                .put("model_type", "event")
                                .putNull("stat_group"))
                        .toList();
    }
}
