package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    private TestStores stores;
    private SignIn signIn;
    private OpsNode node;
    private ServedDocument document;
    private JsonNode story;
    private ExamplePlayer player;

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
        player = new ExamplePlayer(stores, node, document);
        try (InputStream in = getClass().getResourceAsStream("/touchline/api/openapi/examples.yml")) {
            story = new ObjectMapper(new YAMLFactory()).readTree(in).get("story");
        }
        player.keep("lastWeek", ExampleWorld.lastWeek().toString());
        player.keep("idToken", signIn.idToken("113045678901234567890", "Ann"));
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
            ExamplePlayer.Played played = player.play(step);
            answered.set(step.get("call").textValue() + " " + step.get("name").textValue(), played.answered());
            played.complaints()
                    .forEach(complaint -> wrong.add(step.get("call").textValue() + " "
                            + step.get("name").textValue() + ": " + complaint));
            step.path("keep")
                    .properties()
                    .forEach(one -> player.keep(
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
}
