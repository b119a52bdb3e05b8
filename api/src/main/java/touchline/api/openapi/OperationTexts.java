package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import touchline.market.MarketRules;

/** Adds ids, texts, bounds and problems from {@code operation-ids.yml}, {@code operations.yml} and {@code problems.yml} to what was read from the code. */
final class OperationTexts {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final JsonNode ids;
    private final JsonNode words;
    private final JsonNode problems;

    OperationTexts(MarketRules rules) {
        this.ids = ResourceTypes.yaml("operation-ids.yml", Map.of());
        this.words = ResourceTypes.yaml("operations.yml", DocumentedBounds.of(rules));
        this.problems = ResourceTypes.yaml("problems.yml", Map.of());
    }

    void onto(ObjectNode document) {
        document.withObject("/info").set("description", words.get("info"));
        // Relative to where the document is read from, which may be below a path prefix.
        document.putArray("servers").addObject().put("url", ".");
        document.set("tags", words.get("tags"));
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method ->
                                describe(Routes.key(method.getKey(), path.getKey()), (ObjectNode) method.getValue())));
        JsonNode schemas = document.at("/components/schemas");
        schemas.properties()
                .forEach(schema -> words.get("schemas")
                        .path(schema.getKey())
                        .properties()
                        .forEach(property -> {
                            if (schema.getValue().path("properties").get(property.getKey())
                                    instanceof ObjectNode known) {
                                known.setAll((ObjectNode) property.getValue());
                            }
                        }));
        if (schemas.path("Problem").path("properties").get("type") instanceof ObjectNode type) {
            ArrayNode names = type.putArray("enum");
            problems.fieldNames().forEachRemaining(names::add);
        }
        document.set("x-problems", problems);
    }

    private void describe(String route, ObjectNode operation) {
        if (ids.has(route)) {
            operation.set("operationId", ids.get(route));
        }
        JsonNode known = words.get("operations").path(route);
        if (known.has("tag")) {
            operation.putArray("tags").add(known.get("tag"));
        }
        if (known.has("summary")) {
            operation.set("summary", known.get("summary"));
        }
        String more = known.path("description").asText();
        String before = operation.path("description").asText();
        if (!more.isEmpty()) {
            operation.put("description", before.isEmpty() ? more.strip() : more.strip() + "\n\n" + before);
        }
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.get("name").textValue();
            JsonNode own = known.path("parameters").path(name);
            if ((own.isMissingNode() ? words.get("parameters").path(name) : own) instanceof ObjectNode said) {
                ((ObjectNode) parameter).setAll(said);
            }
        }
        respond(route, operation);
    }

    /** Lists the problems of each status; {@code default} covers all others. */
    private void respond(String route, ObjectNode operation) {
        Map<String, Set<String>> byStatus = new TreeMap<>();
        for (String slug : expected(route, operation)) {
            JsonNode problem = problems.get(slug);
            if (problem == null) {
                throw new IllegalStateException(route + " names an unknown problem: " + slug);
            }
            byStatus.computeIfAbsent(problem.get("status").asText(), any -> new TreeSet<>())
                    .add(slug);
        }
        ObjectNode responses = operation.withObject("/responses");
        JsonNode schema = responses.at("/default/content").path(PROBLEM).get("schema");
        byStatus.forEach((status, slugs) -> {
            ObjectNode response = responses.putObject(status).put("description", String.join(", ", slugs));
            response.putObject("content").putObject(PROBLEM).set("schema", schema);
            ArrayNode named = response.putArray("x-problems");
            slugs.forEach(named::add);
        });
    }

    private Set<String> expected(String route, ObjectNode operation) {
        Set<String> expected = new TreeSet<>(Set.of("too-many-requests", "unavailable"));
        words.get("operations").path(route).path("problems").forEach(slug -> expected.add(slug.textValue()));
        if (!operation.path("security").isEmpty()) {
            expected.add("unauthorized");
            if (route.contains(" /v1/ops/")) {
                expected.add("forbidden");
            }
        }
        if (operation.at("/requestBody/content").has(JSON)) {
            expected.addAll(Set.of("malformed-json", "too-large", "unsupported-media-type", "validation"));
        }
        for (JsonNode parameter : operation.path("parameters")) {
            expected.add(parameter.get("in").textValue().equals("path") ? "not-found" : "validation");
            if (parameter.get("name").textValue().equals("Idempotency-Key")) {
                expected.add("idempotency-key-reused");
            }
        }
        return expected;
    }
}
