package touchline.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import touchline.api.ServedDocument.Route;

/** Makes requests of a document: valid, nearly valid, and hostile ones. The same number gives the same request, so one that fails can be repeated. */
final class RequestGenerator {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Reads 1E400, which no double holds. */
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    static final List<String> INSTRUMENTS = List.of("990101", "990102", "990103", "990104", "771", "772");
    private final ServedDocument document;
    private final BodyGenerator bodies;
    private final List<Route> routes;
    private final List<String> authorizations;
    private final long seed;

    /**
     * A generator.
     *
     * @param routes which to ask; those of traders are asked more often than others
     * @param authorizations good ones for traders
     */
    RequestGenerator(ServedDocument document, List<Route> routes, List<String> authorizations, long seed) {
        this.document = document;
        this.bodies = new BodyGenerator(document);
        this.routes = routes;
        this.authorizations = authorizations;
        this.seed = seed;
    }

    /**
     * What to send.
     *
     * @param json the body, where it is JSON at all
     * @param breaksSchema whether the document says that it can't be taken
     * @param isAuthorized whether it has a good token of a trader
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Request(
            Route route,
            String method,
            String head,
            byte[] body,
            @Nullable JsonNode json,
            @Nullable String key,
            boolean breaksSchema,
            boolean isAuthorized) {
        /** Whether its token is good, and good for where it leads. */
        boolean isOfTrader() {
            return isAuthorized && route.isForClients() && method.equals(route.method()) && !isBent();
        }

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
                ? HostileInput.pick(random, List.of("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"))
                : route.method();
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
        authorize(route, random, wild, head);
        String key = null;
        if (route.operation().path("parameters").findValuesAsText("name").contains("Idempotency-Key")
                && random.nextInt(3) == 0) {
            key = wild > 0 && random.nextInt(3) == 0
                    ? clean(HostileInput.pick(random, HostileInput.TEXTS))
                    : "key-" + random.nextInt(40);
            head.append("Idempotency-Key: ").append(key).append("\r\n");
        }
        JsonNode schema = route.operation().at("/requestBody/content/application~1json/schema");
        byte[] body = new byte[0];
        JsonNode json = null;
        if (!schema.isMissingNode()) {
            json = bodies.value(schema, random, wild, 0);
            String text = json.toString();
            if (wild == 2 && random.nextInt(4) == 0) {
                text = HostileInput.broken(text, random);
                json = null;
            }
            body = text.getBytes(StandardCharsets.UTF_8);
            boolean isLeftOut = text.isEmpty()
                    && !route.operation().at("/requestBody/required").asBoolean();
            breaks[0] |= json == null
                    ? !isLeftOut && !isJson(text, schema)
                    : !document.complaints(schema, json).isEmpty();
            head.append("Content-Type: ")
                    .append(
                            wild == 2 && random.nextInt(5) == 0
                                    ? HostileInput.pick(random, HostileInput.TYPES)
                                    : "application/json")
                    .append("\r\n");
        } else if (wild == 2 && random.nextInt(10) == 0) {
            body = "{\"unasked\":1}".getBytes(StandardCharsets.UTF_8);
            breaks[0] = true;
        }
        if (wild == 2 && random.nextInt(3) == 0) {
            head.append(HostileInput.pick(random, HostileInput.HEADERS)).append("\r\n");
        }
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        boolean isAuthorized = authorizations.stream().anyMatch(one -> head.indexOf(": " + one + "\r\n") > 0);
        return new Request(route, method, head.toString(), body, json, key, breaks[0], isAuthorized);
    }

    private void authorize(Route route, Random random, int wild, StringBuilder head) {
        if (route.operation().get("security").isEmpty() && random.nextInt(4) > 0) {
            return;
        }
        String authorization = route.name().equals("DELETE /v1/auth/session")
                ? "Bearer " + TestNode.token("leaves") // the others go on being good
                : HostileInput.pick(random, authorizations);
        if (wild == 2 && random.nextInt(6) == 0) {
            authorization = HostileInput.pick(
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
                            ? HostileInput.pick(random, HostileInput.TEXTS)
                            : route.path().contains("instruments")
                                    ? HostileInput.pick(random, INSTRUMENTS)
                                    : Integer.toString(1 + random.nextInt(200));
                    path = path.replace("{" + name + "}", id.isEmpty() ? "%20" : encoded(id));
                }
                case "query" -> {
                    boolean isWanted = parameter.path("required").asBoolean();
                    if (random.nextInt(isWanted ? 20 : 3) == 0 != isWanted) {
                        String value = wild > 0 && random.nextInt(3) == 0
                                ? HostileInput.pick(random, HostileInput.TEXTS)
                                : text(schema, random);
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
                    .append(HostileInput.pick(
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
            path = HostileInput.pick(
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
                : pattern.contains("live") ? "live,finished" : HostileInput.pick(random, INSTRUMENTS);
    }

    private boolean isWithin(JsonNode schema, String value) {
        JsonNode read = NODES.textNode(value);
        if (schema.path("type").asText().equals("integer") && value.matches("-?[0-9]+")) {
            read = NODES.numberNode(new BigInteger(value));
        }
        return document.complaints(schema, read).isEmpty();
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
}
