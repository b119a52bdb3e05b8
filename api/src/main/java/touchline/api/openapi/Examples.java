package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests and what they are answered, from {@code examples.yml}: a story, each of whose steps may name what an earlier one was answered. A test plays it on a node;
 * the document shows what is written there, with earlier answers as they are written.
 */
final class Examples {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern KEPT = Pattern.compile("\\$\\{(\\w+)}");

    private final JsonNode examples = ResourceTypes.yaml("examples.yml", Map.of());
    private final Map<String, String> kept = new HashMap<>();

    void onto(ObjectNode document) {
        examples.get("given")
                .properties()
                .forEach(one -> kept.put(one.getKey(), one.getValue().asText()));
        for (JsonNode step : examples.get("story")) {
            add(document, (ObjectNode) resolved(step));
        }
    }

    private void add(ObjectNode document, ObjectNode example) {
        String[] call = example.get("call").textValue().split(" ", 2);
        String path = call[1].replaceAll("\\?.*", "");
        String template = Routes.template(document.get("paths"), path)
                .orElseThrow(() -> new IllegalStateException("an example of nothing: " + example.get("call")));
        if (!(document.get("paths").get(template).get(call[0].toLowerCase(Locale.ROOT))
                instanceof ObjectNode operation)) {
            throw new IllegalStateException("an example of nothing: " + example.get("call"));
        }
        example.path("keep")
                .properties()
                .forEach(one -> kept.put(
                        one.getKey(),
                        example.get("answer").at(one.getValue().textValue()).asText()));
        operation.withArray("x-examples").add(call(example, call));
        String name = example.get("name").textValue();
        // A body that is refused as invalid does not conform to its schema, as linters expect of an example.
        if (example.has("body") && !example.at("/answer/type").asText().equals("validation")) {
            media(operation.at("/requestBody/content")).ifPresent(content -> put(content, name, example, "body"));
        }
        JsonNode response =
                operation.get("responses").path(example.get("status").asText());
        if (example.has("answer")) {
            media(response.path("content")).ifPresent(content -> put(content, name, example, "answer"));
        }
    }

    private static Optional<ObjectNode> media(JsonNode content) {
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of((ObjectNode) content.elements().next());
    }

    private static void put(ObjectNode content, String name, JsonNode example, String what) {
        content.withObject("/examples")
                .putObject(name)
                .put("summary", example.get("summary").textValue())
                .set("value", example.get(what));
    }

    /** A call with its example in one object. */
    private static ObjectNode call(JsonNode example, String[] call) {
        ObjectNode documented = NODES.objectNode();
        documented.set("name", example.get("name"));
        documented.set("summary", example.get("summary"));
        documented.put("method", call[0]).put("path", call[1]).put("authorized", example.has("as"));
        if (example.has("operator")) {
            documented.put("operator", true);
        }
        for (String field : new String[] {"headers", "body", "raw", "status", "answer", "varies"}) {
            if (example.has(field)) {
                documented.set(field, example.get(field));
            }
        }
        return documented;
    }

    private JsonNode resolved(JsonNode node) {
        if (node.isTextual()) {
            return NODES.textNode(KEPT.matcher(node.textValue())
                    .replaceAll(name -> Matcher.quoteReplacement(kept.getOrDefault(name.group(1), name.group()))));
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = NODES.arrayNode();
            array.forEach(one -> copy.add(resolved(one)));
            return copy;
        }
        if (node instanceof ObjectNode object) {
            ObjectNode copy = NODES.objectNode();
            object.properties().forEach(one -> copy.set(one.getKey(), resolved(one.getValue())));
            return copy;
        }
        return node;
    }
}
