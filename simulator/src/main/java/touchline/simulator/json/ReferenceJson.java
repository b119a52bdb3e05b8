package touchline.simulator.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import touchline.simulator.match.MatchState;

/** Writes the feed's reference lists. */
public final class ReferenceJson {
    private static final Map<Integer, String> EVENT_TYPES = Map.ofEntries(
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

    private static final Map<Integer, String> LINE_UP_TYPES = Map.of(11, "LINEUP", 12, "BENCH");

    private static final Map<Integer, String> DETAIL_TYPES =
            Map.of(52, "GOALS", 57, "SAVES", 79, "ASSISTS", 118, "RATING", 119, "MINUTES_PLAYED");

    private ReferenceJson() {}

    public static List<ObjectNode> states() {
        return Arrays.stream(MatchState.values()).map(ReferenceJson::state).toList();
    }

    static JsonNode state(int id) {
        return MatchState.byId(id).<JsonNode>map(ReferenceJson::state).orElse(JsonNodeFactory.instance.nullNode());
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
        return Stream.of(types(EVENT_TYPES, "event"), types(LINE_UP_TYPES, "lineup"), types(DETAIL_TYPES, "statistic"))
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(type -> type.path("id").asInt()))
                .toList();
    }

    private static List<ObjectNode> types(Map<Integer, String> names, String model) {
        return names.entrySet().stream()
                .map(type -> JsonNodeFactory.instance
                        .objectNode()
                        .put("id", type.getKey())
                        .put("name", type.getValue())
                        .put("code", type.getValue().toLowerCase(Locale.ROOT))
                        .put("developer_name", type.getValue())
                        .put("model_type", model)
                        .putNull("stat_group"))
                .toList();
    }
}
