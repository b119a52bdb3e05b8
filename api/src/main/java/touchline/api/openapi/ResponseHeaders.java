package touchline.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes the headers of answers, and the answer 304: filters add them to every route alike, so no method declares them. */
final class ResponseHeaders {
    private static final List<String> QUOTAS = List.of("RateLimit", "RateLimit-Policy");
    private static final List<String> WITHOUT_LOCATION = List.of("/v1/keys", "/v1/webhooks");
    private static final Map<String, String> WORDS = new LinkedHashMap<>();

    static {
        WORDS.put("RateLimit", "What is left of each quota: r requests; all of it is available again in t seconds");
        WORDS.put("RateLimit-Policy", "The quotas that the request counted for: q requests in w seconds");
        WORDS.put("ETag", "Names this state of the answer; send it as If-None-Match, and unchanged it is answered 304");
        WORDS.put("Location", "Where the object is read");
        WORDS.put("Retry-After", "Seconds after which the request can be sent again");
        WORDS.put("WWW-Authenticate", "How to authenticate");
        WORDS.put("Allow", "Of 405: the methods that the path has");
    }

    private ResponseHeaders() {}

    /** To be called when every status of every operation is described. */
    static void onto(ObjectNode document) {
        ObjectNode all = document.withObject("/components/headers");
        WORDS.forEach((name, words) -> all.putObject(name)
                .put("description", words)
                .putObject("schema")
                .put("type", "string"));
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> describe(path.getKey(), method.getKey(), method.getValue())));
    }

    private static void describe(String path, String method, JsonNode operation) {
        ObjectNode responses = (ObjectNode) operation.get("responses");
        boolean isOps = path.equals("/v1/ops") || path.startsWith("/v1/ops/");
        boolean isTagged =
                !isOps && method.equals("get") && responses.at("/200/content").has(MediaType.APPLICATION_JSON);
        if (isTagged) {
            responses
                    .putObject("304")
                    .put("description", "Not Modified: the answer is the one that If-None-Match names");
        }
        responses.properties().forEach(answer -> {
            String status = answer.getKey();
            ObjectNode described = (ObjectNode) answer.getValue();
            if (!isOps && !status.equals("101") && !described.path("content").has(MediaType.SERVER_SENT_EVENTS)) {
                QUOTAS.forEach(name -> add(described, name));
            }
            switch (status) {
                case "200", "304" -> {
                    if (isTagged) {
                        add(described, "ETag");
                    }
                }
                case "201", "202" -> {
                    if (!method.equals("get") && !WITHOUT_LOCATION.contains(path)) {
                        add(described, "Location");
                    }
                }
                case "401" -> add(described, "WWW-Authenticate");
                case "409", "429", "503" -> add(described, "Retry-After");
                case "default" ->
                    List.of("Retry-After", "Allow", "WWW-Authenticate").forEach(name -> add(described, name));
                default -> {}
            }
        });
    }

    private static void add(ObjectNode answer, String name) {
        answer.withObject("/headers").putObject(name).put("$ref", "#/components/headers/" + name);
    }
}
