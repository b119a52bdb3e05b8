package touchline.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A status and a body in the feed's envelope. */
record Answer(int status, String body) {
    static Answer message(int status, String message) {
        return of(status, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    static Answer tooManyCalls(String entity, long resetsInSeconds) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("message", "Too Many Attempts. You have reached the hourly limit of this entity.");
        body.putObject("rate_limit")
                .put("resets_in_seconds", resetsInSeconds)
                .put("remaining", 0)
                .put("requested_entity", entity);
        return of(429, body);
    }

    static Answer forbidden() {
        return message(403, "You do not have access to this endpoint or include with your current subscription.");
    }

    static Answer one(ObjectNode item, HourlyBudget.Left left) {
        return enveloped(item, null, left);
    }

    static Answer list(List<ObjectNode> items, HourlyBudget.Left left) {
        return items.isEmpty() ? nothing(left) : enveloped(array(items), null, left);
    }

    static Answer page(List<ObjectNode> items, FeedQuery query, HourlyBudget.Left left) {
        int from = Math.min(items.size(), (query.page() - 1) * query.perPage());
        int to = Math.min(items.size(), from + query.perPage());
        if (from == to) {
            return nothing(left);
        }
        boolean hasMore = to < items.size();
        ObjectNode pagination = JsonNodeFactory.instance
                .objectNode()
                .put("count", to - from)
                .put("per_page", query.perPage())
                .put("current_page", query.page());
        if (hasMore) {
            pagination.put("next_page", query.address() + "?page=" + (query.page() + 1));
        } else {
            pagination.putNull("next_page");
        }
        return enveloped(array(items.subList(from, to)), pagination.put("has_more", hasMore), left);
    }

    private static Answer nothing(HourlyBudget.Left left) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put(
                        "message",
                        "No result(s) found matching your request. Either the query did not return any results or you"
                                + " don't have access to it via your current subscription.");
        return of(200, trailer(body, left));
    }

    private static Answer enveloped(JsonNode data, @Nullable ObjectNode pagination, HourlyBudget.Left left) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("data", data);
        if (pagination != null) {
            body.set("pagination", pagination);
        }
        return of(200, trailer(body, left));
    }

    private static ObjectNode trailer(ObjectNode body, HourlyBudget.Left left) {
        body.putArray("subscription").addObject().putArray("plans").addObject().put("plan", "Sandbox");
        body.putObject("rate_limit")
                .put("resets_in_seconds", left.resetsInSeconds())
                .put("remaining", left.remaining())
                .put("requested_entity", left.entity());
        return body.put("timezone", "UTC");
    }

    private static ArrayNode array(List<ObjectNode> items) {
        return JsonNodeFactory.instance.arrayNode().addAll(items);
    }

    private static Answer of(int status, ObjectNode body) {
        return new Answer(status, body.toString());
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
