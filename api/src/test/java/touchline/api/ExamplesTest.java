package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import touchline.api.ServedDocument.Route;
import touchline.api.operator.TestOperators;
import touchline.api.problem.Problems;
import touchline.market.Refusal;
import touchline.stores.junit.TestStores;

/** The examples of the document are answered as is written there. What they were answered is left in {@code target/examples.json}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(Integer.getInteger("examples.seconds", 60));

    private TestStores stores;
    private SignIn signIn;
    private OpsNode node;
    private ServedDocument document;
    private JsonNode story;
    private final Map<String, String> kept = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        stores = TestStores.open();
        signIn = SignIn.start();
        Map<String, String> variables = new HashMap<>(signIn.variables());
        variables.put("MARKET_IN_PLAY_DELAY", "10s"); // long enough to be seen waiting
        variables.put("RATE_LIMITS", "1");
        variables.put("LIMIT_CLOSES", "10 in 3600s"); // refilled too slowly to matter
        variables.put("OPERATORS_FILE", TestOperators.file(folder).toString());
        node = OpsNode.start(stores, variables);
        ExampleWorld.make(stores);
        document = ServedDocument.of(node);
        try (InputStream in = getClass().getResourceAsStream("/touchline/api/openapi/examples.yml")) {
            story = new ObjectMapper(new YAMLFactory()).readTree(in).get("story");
        }
        kept.put("lastWeek", ExampleWorld.lastWeek().toString());
        kept.put("idToken", signIn.idToken("113045678901234567890", "Ann"));
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        signIn.close();
        stores.close();
    }

    @Test
    void everyExampleIsAnsweredAsItIsWritten() throws Exception {
        ObjectNode answered = JSON.createObjectNode();
        List<String> wrong = new ArrayList<>();
        for (JsonNode step : story) {
            Played played = play(step);
            answered.set(step.get("call").textValue() + " " + step.get("name").textValue(), played.answered());
            played.complaints()
                    .forEach(complaint -> wrong.add(step.get("call").textValue() + " "
                            + step.get("name").textValue() + ": " + complaint));
            step.path("keep")
                    .properties()
                    .forEach(one -> kept.put(
                            one.getKey(),
                            played.answered().at(one.getValue().textValue()).asText()));
        }
        Files.writeString(Path.of("target", "examples.json"), answered.toPrettyString());
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyClientRouteHasAnExampleOfEachSuccessfulStatus() {
        Set<String> without = new TreeSet<>();
        for (Route route : document.routes()) {
            if (route.isForClients()) {
                Set<String> shown =
                        new HashSet<>(route.operation().path("x-examples").findValuesAsText("status"));
                route.operation().get("responses").fieldNames().forEachRemaining(status -> {
                    if (status.startsWith("2") && !shown.contains(status)) {
                        without.add(route.name() + " " + status);
                    }
                });
            }
        }
        assertThat(without).isEmpty();
    }

    @Test
    void theDocumentShowsThePlayedExamples() {
        int shown = document.routes().stream()
                .mapToInt(route -> route.operation().path("x-examples").size())
                .sum();
        assertThat(shown).isEqualTo(story.size());
        Set<String> names = new HashSet<>();
        for (Route route : document.routes()) {
            for (JsonNode example : route.operation().path("x-examples")) {
                assertThat(names.add(route.name() + " " + example.get("name").textValue()))
                        .as("two of a name: " + route.name() + " " + example.get("name"))
                        .isTrue();
                assertThat(example.toString()).doesNotContain("${");
                if (example.has("body") && example.get("status").asInt() < 300) {
                    JsonNode schema = route.operation().at("/requestBody/content/application~1json/schema");
                    assertThat(document.complaints(schema, example.get("body")))
                            .as(route.name())
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void everyOperationHasASummaryAndATagThatIsDescribed() {
        Set<String> tags = new HashSet<>(document.whole().get("tags").findValuesAsText("name"));
        for (Route route : document.routes()) {
            assertThat(route.operation().path("summary").asText())
                    .as(route.name())
                    .isNotEmpty();
            assertThat(tags)
                    .as(route.name())
                    .contains(route.operation().at("/tags/0").asText());
        }
    }

    @Test
    void everyProblemIsInTheTable() {
        JsonNode table = document.whole().get("x-problems");
        Arrays.stream(Refusal.values())
                .map(Problems::refused)
                .forEach(problem -> assertThat(
                                table.path(problem.type()).path("status").asInt())
                        .as(problem.type())
                        .isEqualTo(problem.status()));
        assertThat(document.whole().at("/components/schemas/Problem/properties/type/enum"))
                .hasSize(table.size());
    }

    @Test
    void theDocumentIsOpenApi() throws Exception {
        try (InputStream in = getClass().getResourceAsStream("openapi-3.1.schema.json")) {
            assertThat(document.complaints(JSON.readTree(in), document.whole())).isEmpty();
        }
    }

    // ---- playing

    /** What was answered, and what is wrong with it. */
    private record Played(JsonNode answered, List<String> complaints) {}

    private Played play(JsonNode step) throws Exception {
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
