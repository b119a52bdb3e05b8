package touchline.market.matchfeed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import touchline.market.matchfeed.event.EventParties;
import touchline.market.matchfeed.event.EventText;
import touchline.market.matchfeed.event.EventTime;
import touchline.market.matchfeed.event.ReviewStatus;

/** A match event as JSON, flat and without nulls, as other programs read it in {@code events:{fixture}}. */
public final class MatchEventJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MatchEventJson() {}

    public static String write(MatchEvent event) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", event.id());
        node.put("typeId", event.typeId());
        put(node, "participantId", event.participantId());
        put(node, "playerId", event.playerId());
        put(node, "relatedPlayerId", event.relatedPlayerId());
        put(node, "minute", event.minute());
        put(node, "extraMinute", event.extraMinute());
        put(node, "period", event.time().period());
        put(node, "result", event.result());
        put(node, "info", event.text().info());
        put(node, "addition", event.text().addition());
        put(node, "amount", event.amount());
        put(node, "review", event.review());
        node.put("rescinded", event.rescinded());
        return node.toString();
    }

    /** The same with the earlier versions of the event, as the scripts write an entry of the list. */
    public static String write(MatchEvent event, List<MatchEvent> corrections) {
        String json = write(event);
        return corrections.isEmpty()
                ? json
                : corrections.stream()
                        .map(MatchEventJson::write)
                        .collect(Collectors.joining(
                                ",", json.substring(0, json.length() - 1) + ",\"corrections\":[", "]}"));
    }

    /** Reads a list of events. */
    public static List<MatchEvent> readAll(String json) {
        try {
            JsonNode list = JSON.readTree(json);
            if (list.isArray()) {
                return list.valueStream().map(MatchEventJson::read).toList();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a list of match events: " + json, e);
        }
        throw new IllegalStateException("not a list of match events: " + json);
    }

    /**
     * Reads what {@link #write} wrote, by this version or an older one.
     *
     * @throws IllegalStateException if it is something else
     */
    public static MatchEvent read(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not a match event: " + json, e);
        }
    }

    private static MatchEvent read(JsonNode node) {
        if (!node.path("id").isIntegralNumber() || !node.path("typeId").isIntegralNumber()) {
            throw new IllegalStateException("not a match event: " + node);
        }
        String review = text(node, "review");
        return new MatchEvent(
                node.path("id").longValue(),
                node.path("typeId").intValue(),
                new EventParties(
                        number(node, "participantId"), number(node, "playerId"), number(node, "relatedPlayerId")),
                new EventTime(count(node, "minute"), count(node, "extraMinute"), number(node, "period")),
                new EventText(text(node, "result"), text(node, "info"), text(node, "addition")),
                count(node, "amount"),
                review == null ? null : ReviewStatus.valueOf(review),
                node.path("rescinded").asBoolean());
    }

    private static void put(ObjectNode node, String field, @Nullable Object value) {
        if (value != null) {
            node.set(field, value instanceof Enum<?> word ? JSON.valueToTree(word.name()) : JSON.valueToTree(value));
        }
    }

    private static @Nullable Long number(JsonNode node, String field) {
        return node.path(field).isIntegralNumber() ? (Long) node.path(field).longValue() : null;
    }

    private static @Nullable Integer count(JsonNode node, String field) {
        return node.path(field).isIntegralNumber() ? (Integer) node.path(field).intValue() : null;
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : null;
    }
}
