package touchline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import touchline.api.ServedDocument.Route;

/** Makes requests of a document: valid, nearly valid, and hostile ones. The same number gives the same request, so one that fails can be had again. */
final class Generator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INSTRUMENTS = List.of("990101", "990102", "990103", "990104");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "NaN",
            "null",
            "true",
            "9007199254740993",
            "9223372036854775807",
            "99999999999999999999999",
            "0x1",
            "1.00001",
            ".5",
            "1.",
            "+5",
            "٣",
            "1 OR 1=1",
            "'; DROP TABLE orders; --",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "ünïcödé 🏟",
            "\u202e\u0000\uffff",
            "\ud800",
            "a\r\nX-Injected: yes",
            "%00",
            "%",
            "x".repeat(300),
            "2026-11-23T18:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "2026-W54",
            "99999-W01");
    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "-0",
            "1.5",
            "1e3",
            "1E400",
            "1e-400",
            "100001",
            "2147483648",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "1" + "0".repeat(60),
            "1" + "0".repeat(200));
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-8",
            "application/json; charset=utf-16",
            "application/json;charset=nonsense",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "nonsense",
            "*/*",
            "");
    private static final List<String> HEADERS = List.of(
            "Accept: */*",
            "Accept: image/png",
            "Accept: nonsense",
            "Accept-Encoding: gzip;q=x",
            "Accept-Language: " + "en,".repeat(100),
            "Content-Encoding: gzip",
            "Content-Encoding: br",
            "Cookie: touchline-operator=" + "a".repeat(200),
            "Cookie: ;;;=;=",
            "If-None-Match: \"x\", W/\"",
            "If-Modified-Since: yesterday",
            "X-Forwarded-For: 1.2.3.4, <script>",
            "Origin: null",
            "Origin: https://example.com",
            "Sec-Fetch-Site: cross-site",
            "Range: bytes=0-",
            "Expect: 200-ok",
            "X-HTTP-Method-Override: DELETE",
            "Last-Event-ID: 💥",
            "Forwarded: for=\"[::1\"",
            "X-CSRF-Token: x");

    private final ServedDocument document;
    private final List<Route> routes;
    private final List<String> authorizations;
    private final long seed;

    /**
     * A generator.
     *
     * @param routes which to ask; those of traders are asked more often than others
     * @param authorizations good ones for traders
     */
    Generator(ServedDocument document, List<Route> routes, List<String> authorizations, long seed) {
        this.document = document;
        this.routes = routes;
        this.authorizations = authorizations;
        this.seed = seed;
    }

    /**
     * What to send.
     *
     * @param json the body, where it is JSON at all
     * @param breaksSchema whether the document says that it can't be taken
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(
            Route route,
            String method,
            String head,
            byte[] body,
            @Nullable JsonNode json,
            @Nullable String key,
            boolean breaksSchema) {
        /** Whether its path leads elsewhere, perhaps. */
        boolean isBent() {
            return !head.split(" ", 3)[1]
                    .replaceAll("\\?.*", "")
                    .matches(route.path().replaceAll("\\{[^}]*}", "[^/;]+"));
        }

        @Override
        public String toString() {
            return head + "\n" + new String(body, StandardCharsets.UTF_8);
        }
    }

    Request request(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        random.nextInt();
        Route route = routes.get(random.nextInt(routes.size()));
        int wild = random.nextInt(3); // 0: as it should be, 1: nearly, 2: hostile
        boolean[] breaks = {false};
        String path = path(route, random, wild, breaks);
        String method = wild == 2 && random.nextInt(30) == 0
                ? pick(random, List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"))
                : route.method();
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        authorize(route, random, wild, head);
        String key = null;
        if (route.operation().path("parameters").findValuesAsText("name").contains("Idempotency-Key")
                && random.nextInt(3) == 0) {
            key = wild > 0 && random.nextInt(3) == 0 ? clean(pick(random, TEXTS)) : "key-" + random.nextInt(40);
            head.append("Idempotency-Key: ").append(key).append("\r\n");
        }
        JsonNode schema = route.operation().at("/requestBody/content/application~1json/schema");
        byte[] body = new byte[0];
        JsonNode json = null;
        if (!schema.isMissingNode()) {
            json = value(schema, random, wild, 0);
            String text = json.toString();
            if (wild == 2 && random.nextInt(4) == 0) {
                text = broken(text, random);
                json = null;
            }
            body = text.getBytes(StandardCharsets.UTF_8);
            breaks[0] |= json == null
                    ? !isJson(text, schema)
                    : !document.complaints(schema, json).isEmpty();
            head.append("Content-Type: ")
                    .append(wild == 2 && random.nextInt(5) == 0 ? pick(random, TYPES) : "application/json")
                    .append("\r\n");
        } else if (wild == 2 && random.nextInt(10) == 0) {
            body = "{\"unasked\":1}".getBytes(StandardCharsets.UTF_8);
            breaks[0] = true;
        }
        if (wild == 2 && random.nextInt(3) == 0) {
            head.append(pick(random, HEADERS)).append("\r\n");
        }
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new Request(route, method, head.toString(), body, json, key, breaks[0]);
    }

    private void authorize(Route route, Random random, int wild, StringBuilder head) {
        if (route.operation().get("security").isEmpty() && random.nextInt(4) > 0) {
            return;
        }
        String authorization = route.name().equals("DELETE /v1/auth/session")
                ? "Bearer " + TestNode.token("leaves") // the others go on being good
                : pick(random, authorizations);
        if (wild == 2 && random.nextInt(6) == 0) {
            authorization = pick(
                    random,
                    List.of(
                            "",
                            "Bearer",
                            "Bearer ",
                            "Bearer x.y.z",
                            "Basic !!!",
                            "Basic OjpiOg==",
                            "Digest x",
                            authorization + "x",
                            authorization.substring(0, authorization.length() - 3),
                            "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSIsImlzcyI6InRvdWNobGluZSIsImV4cCI6OTk5OTk5OTk5OX0."));
        }
        head.append("Authorization: ").append(authorization).append("\r\n");
    }

    private String path(Route route, Random random, int wild, boolean[] breaks) {
        String path = route.path();
        StringBuilder query = new StringBuilder();
        for (JsonNode parameter : route.operation().path("parameters")) {
            String name = parameter.get("name").textValue();
            JsonNode schema = parameter.get("schema");
            switch (parameter.get("in").textValue()) {
                case "path" -> {
                    String id = wild > 0 && random.nextInt(4) == 0
                            ? pick(random, TEXTS)
                            : route.path().contains("instruments")
                                    ? pick(random, INSTRUMENTS)
                                    : Integer.toString(1 + random.nextInt(200));
                    path = path.replace("{" + name + "}", id.isEmpty() ? "%20" : encoded(id));
                }
                case "query" -> {
                    boolean isWanted = parameter.path("required").asBoolean();
                    if (random.nextInt(isWanted ? 20 : 3) == 0 != isWanted) {
                        String value = wild > 0 && random.nextInt(3) == 0 ? pick(random, TEXTS) : text(schema, random);
                        breaks[0] |= !isWithin(schema, value);
                        query.append(query.isEmpty() ? "?" : "&")
                                .append(name)
                                .append("=")
                                .append(encoded(value));
                    } else {
                        breaks[0] |= isWanted;
                    }
                }
                default -> {
                    // by hand
                }
            }
        }
        if (wild == 2 && random.nextInt(12) == 0) {
            query.append(query.isEmpty() ? "?" : "&")
                    .append(pick(
                            random,
                            List.of(
                                    "an-unknown-field=1",
                                    "limit=5&limit=6",
                                    "=",
                                    "a[]=1",
                                    "Limit=5",
                                    "%zz=1",
                                    "q=%ff")));
            breaks[0] = true; // unknown, repeated or not encoded as it should be
        }
        if (wild == 2 && random.nextInt(40) == 0) {
            path = pick(
                    random,
                    List.of(
                            path + "/",
                            path + ";x=y",
                            "/" + path,
                            path + "/..",
                            path + "%2f",
                            path + "/%2e%2e/wallet",
                            path + "\\"));
        }
        return path + query;
    }

    /** What a parameter may be. */
    private static String text(JsonNode schema, Random random) {
        if (schema.has("enum")) {
            return schema.get("enum")
                    .get(random.nextInt(schema.get("enum").size()))
                    .asText();
        }
        if (schema.path("type").asText().equals("integer")) {
            return Long.toString(1 + random.nextInt(schema.path("maximum").asInt(100) > 1000 ? 20 : 200));
        }
        if (schema.path("format").asText().equals("date-time")) {
            return "2026-11-2" + random.nextInt(10) + "T1" + random.nextInt(10) + ":00:00Z";
        }
        String pattern = schema.path("pattern").asText();
        return pattern.contains("-W")
                ? "2026-W" + (10 + random.nextInt(40))
                : pattern.contains("live") ? "live,finished" : pick(random, INSTRUMENTS);
    }

    private boolean isWithin(JsonNode schema, String value) {
        JsonNode read = NODES.textNode(value);
        if (schema.path("type").asText().equals("integer") && value.matches("-?[0-9]+")) {
            read = NODES.numberNode(new BigInteger(value));
        }
        return document.complaints(schema, read).isEmpty();
    }

    /** A value of a schema, or nearly one. */
    private JsonNode value(JsonNode given, Random random, int wild, int depth) {
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
                        ? number(pick(random, NUMBERS))
                        : NODES.numberNode(1 + random.nextInt(12));
            case "boolean" -> NODES.booleanNode(random.nextBoolean());
            case "null" -> NODES.nullNode();
            default -> text(schema, random, wild);
        };
    }

    private static JsonNode text(JsonNode schema, Random random, int wild) {
        if (wild > 0 && random.nextInt(6) == 0) {
            return NODES.textNode(pick(random, TEXTS));
        }
        if (schema.path("pattern").asText().contains("[0-9]+(")) {
            return NODES.textNode(60 + random.nextInt(80) + (random.nextBoolean() ? "" : ".5"));
        }
        return NODES.textNode(pick(random, INSTRUMENTS));
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
                    pick(random, List.of("cheat", "userId", "__proto__", "", "🏟", "instrumentid", "price")),
                    anything(random, depth));
        }
        return object;
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(true);
            case 2 -> number(pick(random, NUMBERS));
            case 3 -> NODES.textNode(pick(random, TEXTS));
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

    private static String broken(String text, Random random) {
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, random.nextInt(text.length()));
            case 1 -> text + text;
            case 2 -> "[" + text + "]";
            case 3 -> "[".repeat(5_000);
            case 4 -> text.replaceFirst("\\{", "{\"quantity\":1,\"quantity\":2,");
            case 5 -> text.replace('"', '\'');
            case 6 -> " ".repeat(17_000) + text;
            case 7 -> "\ufeff" + text;
            default -> "";
        };
    }

    private boolean isJson(String text, JsonNode schema) {
        try {
            // of bytes, as a mark of their order may stand before them
            JsonNode read = JSON.readTree(text.getBytes(StandardCharsets.UTF_8));
            return !read.isMissingNode() && document.complaints(schema, read).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static String clean(String header) {
        return header.replaceAll("[\\r\\n]", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }
}
