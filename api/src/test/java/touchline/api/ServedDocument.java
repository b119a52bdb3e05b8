package touchline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A node's OpenAPI document, to hold what the node does to it. Thread-safe. */
final class ServedDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private final JsonNode whole;
    private final Map<JsonNode, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final List<Route> routes = new ArrayList<>();

    /** An operation: {@code name} as in {@code POST /v1/orders}. */
    record Route(String method, String path, JsonNode operation) {
        String name() {
            return method + " " + path;
        }

        boolean isForClients() {
            return path.startsWith("/v1/") && !path.startsWith("/v1/ops/");
        }

        boolean isStream() {
            return operation.at("/responses/200/content").has("text/event-stream")
                    || operation.get("responses").has("101");
        }

        /** Whether a token of a trader's is wanted. */
        boolean isForTraders() {
            return operation.get("security").toString().contains("trader");
        }

        private boolean matches(String asked) {
            return Pattern.matches(path.replaceAll("\\{[^}]*}", "[^/]+"), asked);
        }
    }

    private ServedDocument(JsonNode whole) {
        this.whole = whole;
        whole.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(one -> routes.add(
                                new Route(one.getKey().toUpperCase(Locale.ROOT), path.getKey(), one.getValue()))));
        routes.removeIf(route -> route.path().contains("/probe"));
    }

    static ServedDocument of(OpsNode node) throws Exception {
        return new ServedDocument(JSON.readTree(node.get("/openapi.json").body()));
    }

    JsonNode whole() {
        return whole;
    }

    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** That of a call, whose path may have a query. */
    Route route(String method, String path) {
        return routes.stream()
                .filter(one -> one.method().equals(method) && one.matches(path.replaceAll("\\?.*", "")))
                .min(Comparator.comparingLong(
                        one -> one.path().chars().filter(c -> c == '{').count()))
                .orElseThrow(() -> new AssertionError("the document knows no " + method + " " + path));
    }

    /** What an answer has against its schema. */
    List<String> complaints(Route route, int status, String type, JsonNode answer) {
        JsonNode responses = route.operation().get("responses");
        JsonNode described =
                responses.path(responses.has(Integer.toString(status)) ? Integer.toString(status) : "default");
        JsonNode schema = described.path("content").path(type).path("schema");
        return schema.isMissingNode()
                ? List.of(route.name() + " has no " + type + " for " + status)
                : complaints(schema, answer);
    }

    List<String> complaints(JsonNode schema, JsonNode value) {
        Set<ValidationMessage> found =
                schemas.computeIfAbsent(schema, this::compiled).validate(value);
        return found.stream().map(ValidationMessage::getMessage).sorted().toList();
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode closed = schema.deepCopy();
        closed.set("components", whole.get("components"));
        return SCHEMAS.getSchema(closed);
    }
}
