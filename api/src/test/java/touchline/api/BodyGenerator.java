package touchline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;

/** Makes bodies of the schemas of a document: valid, nearly valid, and hostile ones. */
final class BodyGenerator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ServedDocument document;

    BodyGenerator(ServedDocument document) {
        this.document = document;
    }

    /** A value of a schema, or nearly one. */
    JsonNode value(JsonNode given, Random random, int wild, int depth) {
        JsonNode schema = given.has("$ref")
                ? document.whole().at(given.get("$ref").textValue().substring(1))
                : given;
        if (wild > 0 && random.nextInt(depth == 0 ? 25 : 12) == 0) {
            return anything(random, depth);
        }
        if (schema.has("anyOf")) {
            return value(
                    schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size())), random, wild, depth);
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        JsonNode types = schema.path("type");
        String type = types.isArray() ? types.get(random.nextInt(types.size())).asText() : types.asText();
        return switch (type) {
            case "object" -> object(schema, random, wild, depth);
            case "array" -> NODES.arrayNode().add(value(schema.path("items"), random, wild, depth + 1));
            case "integer", "number" ->
                wild > 0 && random.nextInt(6) == 0
                        ? number(HostileInput.pick(random, HostileInput.NUMBERS))
                        : NODES.numberNode(1 + random.nextInt(12));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> text(schema, random, wild);
        };
    }

    private static JsonNode text(JsonNode schema, Random random, int wild) {
        if (wild > 0 && random.nextInt(6) == 0) {
            return NODES.textNode(HostileInput.pick(random, HostileInput.TEXTS));
        }
        if (schema.path("pattern").asText().contains("[0-9]+(")) {
            return NODES.textNode(60 + random.nextInt(80) + (random.nextBoolean() ? "" : ".5"));
        }
        return NODES.textNode(HostileInput.pick(random, RequestGenerator.INSTRUMENTS));
    }

    private ObjectNode object(JsonNode schema, Random random, int wild, int depth) {
        ObjectNode object = NODES.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.textValue()));
        for (Iterator<String> names = schema.path("properties").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean isKept = required.contains(name) ? wild == 0 || random.nextInt(12) > 0 : random.nextInt(3) == 0;
            if (isKept) {
                object.set(name, value(schema.get("properties").get(name), random, wild, depth + 1));
            }
        }
        if (wild > 0 && random.nextInt(12) == 0) {
            object.set(
                    HostileInput.pick(
                            random, List.of("cheat", "userId", "__proto__", "", "🏟", "instrumentid", "price")),
                    anything(random, depth));
        }
        return object;
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(true);
            case 2 -> number(HostileInput.pick(random, HostileInput.NUMBERS));
            case 3 -> NODES.textNode(HostileInput.pick(random, HostileInput.TEXTS));
            case 4 -> NODES.arrayNode();
            case 5 -> nested(1 + random.nextInt(30));
            default -> depth > 3 ? NODES.objectNode() : NODES.objectNode().set("a", anything(random, depth + 1));
        };
    }

    private static JsonNode nested(int depth) {
        ArrayNode nested = NODES.arrayNode();
        for (int n = 0; n < depth; n++) {
            nested = NODES.arrayNode().add(nested);
        }
        return nested;
    }

    /** Written verbatim: 1E400 is not a double. */
    private static JsonNode number(String digits) {
        return NODES.numberNode(new BigDecimal(digits));
    }
}
