package touchline.api;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import touchline.api.operator.TestOperators;
import touchline.stores.junit.TestStores;

/** Sends the requests of examples and compares the answers with those that are written there. Keeps values of answers for later requests. */
final class ExamplePlayer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(Integer.getInteger("examples.seconds", 60));

    private final TestStores stores;
    private final OpsNode node;
    private final ServedDocument document;
    private final Map<String, String> kept = new HashMap<>();

    ExamplePlayer(TestStores stores, OpsNode node, ServedDocument document) {
        this.stores = stores;
        this.node = node;
        this.document = document;
    }

    /** Keeps a value: requests use it as <code>${name}</code>. */
    void keep(String name, String value) {
        kept.put(name, value);
    }

    /** What was answered, and what is wrong with it. */
    record Played(JsonNode answered, List<String> complaints) {}

    Played play(JsonNode step) throws Exception {
        if (step.has("meanwhile")) {
            return listen(step);
        }
        for (int n = 0; n < step.path("before").asInt(); n++) {
            ask(step);
        }
        Played[] last = {ask(step)};
        if ((step.get("call").textValue().startsWith("GET ") || step.has("eventually"))
                && !last[0].complaints().isEmpty()) {
            try {
                await().atMost(SOON).until(() -> {
                    last[0] = ask(step);
                    return last[0].complaints().isEmpty();
                });
            } catch (ConditionTimeoutException never) {
                // the last answer tells
            }
        }
        return last[0];
    }

    private Played ask(JsonNode step) throws Exception {
        String[] call = resolved(step.get("call").textValue()).split(" ", 2);
        List<String> headers = new ArrayList<>();
        step.path("headers")
                .properties()
                .forEach(one -> headers.addAll(
                        List.of(one.getKey(), resolved(one.getValue().textValue()))));
        if (step.has("as")) {
            headers.addAll(List.of(
                    "Authorization", "Bearer " + TestNode.token(step.get("as").textValue())));
        }
        if (step.has("operator")) {
            headers.addAll(
                    List.of("Authorization", OpsNode.basic(step.get("operator").textValue(), TestOperators.PASSWORD)));
        }
        String body = step.has("body")
                ? resolved(step.get("body").toString())
                : step.has("raw") ? step.get("raw").textValue() : null;
        ExampleWorld.shut(stores, step.has("market"));
        HttpResponse<String> answer = node.send(call[0], call[1], body, headers.toArray(String[]::new));
        ExampleWorld.shut(stores, false);
        answer.headers().firstValue("ETag").ifPresent(tag -> kept.put("tag", tag));
        JsonNode answered = answer.body().isEmpty() ? MissingNode.getInstance() : JSON.readTree(answer.body());
        List<String> complaints = new ArrayList<>();
        if (answer.statusCode() != step.get("status").asInt()) {
            complaints.add("status " + answer.statusCode());
        }
        if (!answered.isMissingNode()) {
            String type = answer.headers().firstValue("Content-Type").orElse("");
            complaints.addAll(document.complaints(
                    document.route(call[0], call[1]), answer.statusCode(), type.replaceAll(";.*", ""), answered));
        }
        if (!answered.isMissingNode() || step.has("answer")) {
            Set<String> varies = new HashSet<>();
            step.path("varies").forEach(name -> varies.add(name.textValue()));
            JsonNode expected = step.has("answer")
                    ? JSON.readTree(resolved(step.get("answer").toString()))
                    : MissingNode.getInstance();
            if (!without(varies, answered).equals(without(varies, expected))) {
                complaints.add("answered " + answered);
            }
        }
        return new Played(answered, complaints);
    }

    /** Each event of the example is sent after {@code meanwhile}; others may come in between. */
    private Played listen(JsonNode step) throws Exception {
        String path = step.get("call").textValue().split(" ", 2)[1];
        JsonNode events =
                document.route("GET", path).operation().at("/responses/200/content/text~1event-stream/x-events");
        Set<String> varies = new HashSet<>();
        step.path("varies").forEach(name -> varies.add(name.textValue()));
        List<String> complaints = new ArrayList<>();
        try (StreamClient stream = StreamClient.open(
                HttpClient.newHttpClient(),
                node.port(),
                path.substring(path.indexOf('?')),
                "Authorization",
                "Bearer " + TestNode.token(step.get("as").textValue()))) {
            await().atMost(SOON).until(stream::hasBegun);
            JsonNode meanwhile = step.get("meanwhile");
            String[] call = meanwhile.get("call").textValue().split(" ", 2);
            node.send(
                    call[0],
                    call[1],
                    meanwhile.get("body").toString(),
                    "Authorization",
                    "Bearer " + TestNode.token(meanwhile.get("as").textValue()));
            String name = "";
            for (String line : step.get("answer").textValue().lines().toList()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    String event = name;
                    JsonNode shown = JSON.readTree(line.substring("data: ".length()));
                    try {
                        await().atMost(SOON).until(() -> {
                            for (String data : stream.events(event)) {
                                if (without(varies, JSON.readTree(data)).equals(without(varies, shown))) {
                                    return true;
                                }
                            }
                            return false;
                        });
                    } catch (ConditionTimeoutException never) {
                        complaints.add("sent " + event + " " + stream.events(event));
                    }
                    for (String data : stream.events(event)) {
                        complaints.addAll(document.complaints(events.get(event), JSON.readTree(data)));
                    }
                }
            }
        }
        return new Played(MissingNode.getInstance(), complaints);
    }

    private String resolved(String text) {
        String resolved = text;
        for (Map.Entry<String, String> one : kept.entrySet()) {
            resolved = resolved.replace("${" + one.getKey() + "}", one.getValue());
        }
        return resolved;
    }

    /** The same with every field of these names made equal. */
    private static JsonNode without(Set<String> names, JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JSON.createObjectNode();
            object.properties()
                    .forEach(one -> copy.set(
                            one.getKey(),
                            names.contains(one.getKey())
                                    ? JSON.getNodeFactory().textNode("varies")
                                    : without(names, one.getValue())));
            return copy;
        }
        if (node.isArray()) {
            var copy = JSON.createArrayNode();
            node.forEach(one -> copy.add(without(names, one)));
            return copy;
        }
        return node;
    }
}
