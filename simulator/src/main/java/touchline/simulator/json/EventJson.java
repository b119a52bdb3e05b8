package touchline.simulator.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import touchline.simulator.match.Period;

/** Writes the events of a fixture, with the fields that the feed always has. */
final class EventJson {
    private static final List<String> OFTEN_NULL = List.of(
            "period_id",
            "participant_id",
            "sub_type_id",
            "player_id",
            "related_player_id",
            "player_name",
            "related_player_name",
            "result",
            "info",
            "addition",
            "minute",
            "extra_minute",
            "injured",
            "on_bench");
    private static final Comparator<ObjectNode> MATCH_ORDER = Comparator.<ObjectNode>comparingInt(
                    event -> event.path("minute").asInt())
            .thenComparingInt(event -> event.path("extra_minute").asInt());

    private EventJson() {}

    static ArrayNode write(long fixture, List<ObjectNode> recorded) {
        Map<Integer, Integer> ofType = new HashMap<>();
        Map<Long, Integer> sortOrders = new HashMap<>();
        recorded.stream()
                .sorted(MATCH_ORDER)
                .forEach(event -> sortOrders.put(
                        event.path("id").asLong(),
                        ofType.merge(event.path("type_id").asInt(), 1, Integer::sum)));
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        for (ObjectNode each : recorded) {
            ObjectNode event = each.deepCopy();
            event.put("fixture_id", fixture);
            OFTEN_NULL.stream().filter(field -> !event.has(field)).forEach(event::putNull);
            if (event.path("period_id").isNull()) {
                Period.Kind kind = Period.Kind.ofMinute(event.path("minute").asInt());
                event.put("period_id", PeriodJson.id(fixture, kind));
            }
            if (!event.has("rescinded")) {
                event.put("rescinded", false);
            }
            // The feed counts within a kind of event, and so orders no match.
            event.put("sort_order", sortOrders.get(event.path("id").asLong()));
            events.add(event);
        }
        return events;
    }
}
