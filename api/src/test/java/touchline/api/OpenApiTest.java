package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document describes what the server does. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private OpsNode node;
    private Jdbi database;
    private JsonNode document;

    @BeforeAll
    void start(SharedNode shared) throws Exception {
        node = shared.node();
        database = Jdbi.create(shared.dataSource());
        document = JSON.readTree(node.get("/openapi.json").body());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.withHandle(handle -> handle.select(
                                        "SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'")
                                .mapTo(Long.class)
                                .one())
                        > 3);
    }

    @Test
    void everyRouteIsInTheDocumentAndNothingElse() throws Exception {
        assertThat(documented()).isEqualTo(DeclaredRoutes.inTheCode());
        assertThat(document.get("openapi").textValue()).startsWith("3.1");
        assertThat(document.at("/servers/0/url").textValue())
                .as("relative to the document, which may be below a path prefix")
                .isEqualTo(".");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            assertThat(document.at(reference.textValue().substring(1)).isMissingNode())
                    .as(reference.textValue())
                    .isFalse();
        }
    }

    @Test
    void everyOperationHasAUniqueIdAndItsSecurity() {
        List<String> ids = document.get("paths").findValuesAsText("operationId");
        assertThat(ids).doesNotHaveDuplicates();
        documented().stream()
                .filter(route -> route.contains(" /v1/ops/")
                        && !route.startsWith("post /v1/ops/session")
                        && !route.equals("get /v1/ops/session/status")
                        && !route.equals("get /v1/ops/session/oidc")) // asked before a log-in
                .forEach(route ->
                        assertThat(operation(route).get("security")).as(route).hasSize(2));
        assertThat(operation("post /v1/orders").get("security").get(0).has("trader"))
                .isTrue();
        assertThat(operation("get /v1/instruments").get("security")).isEmpty();
    }

    @Test
    void everyBodyAndAnswerOfEveryRouteIsDescribed() {
        for (String route : documented()) {
            JsonNode operation = operation(route);
            JsonNode body = operation.at("/requestBody/content/application~1json/schema");
            assertThat(body.isMissingNode() || body.has("$ref"))
                    .as("the body of " + route)
                    .isTrue();
            operation.get("responses").properties().forEach(answer -> {
                JsonNode schema = answer.getValue()
                        .path("content")
                        .path("application/json")
                        .path("schema");
                assertThat(schema.isMissingNode() || !schema.isEmpty())
                        .as(answer.getKey() + " of " + route)
                        .isTrue();
            });
        }
    }

    @Test
    void theEventsOfStreamsAreDescribed() {
        JsonNode events = operation("get /v1/ops/events").at("/responses/200/content/text~1event-stream/x-events");
        assertThat(events.fieldNames())
                .toIterable()
                .contains(
                        "execution",
                        "executions-many",
                        "job",
                        "node",
                        "service",
                        "settlement",
                        "alert",
                        "audit",
                        "resync");
        JsonNode market = operation("get /v1/stream").at("/responses/200/content/text~1event-stream/x-events");
        assertThat(market.fieldNames())
                .toIterable()
                .contains("price", "match-event", "frozen", "position", "wallet", "resync");
        assertThat(operation("get /v1/stream").get("security")).hasSize(2);
    }

    @Test
    void answersAreAsTheyAreDescribed() throws Exception {
        seed();
        for (String route : documented()) {
            if (route.startsWith("get ") && !isListenedTo(route) && !route.endsWith("/openapi.json")) {
                holds(route, path(route) + (route.endsWith("{fixtureId}/preview") ? "?kind=FULL_TIME" : ""));
            }
        }
    }

    @Test
    void problemsAreAsTheyAreDescribed() throws Exception {
        for (String route : documented()) {
            if (isListenedTo(route)) {
                continue;
            }
            String[] parts = route.split(" ", 2);
            HttpResponse<String> answer = node.send(
                    parts[0].toUpperCase(Locale.ROOT), path(route), "{", "Authorization", authorization(route));
            if (answer.statusCode() >= 400) {
                assertThat(answer.headers().firstValue("Content-Type"))
                        .as(route)
                        .hasValue("application/problem+json");
                assertThat(complaints(schema(operation(route), "default", "application/problem+json"), answer.body()))
                        .as(route + " " + answer.body())
                        .isEmpty();
            }
        }
    }

    @Test
    void bodiesHoldWhatTheServerReadsAndNoMore() throws Exception {
        for (String route : documented()) {
            JsonNode body = operation(route).at("/requestBody/content/application~1json/schema/$ref");
            if (!body.isMissingNode()) {
                JsonNode described = document.at(body.textValue().substring(1)).get("properties");
                ObjectNode wrong = JSON.createObjectNode();
                described.fieldNames().forEachRemaining(field -> wrong.set(field, JSON.createArrayNode()));
                wrong.put("an-unknown-field", 1);
                String[] parts = route.split(" ", 2);
                HttpResponse<String> answer = node.send(
                        parts[0].toUpperCase(Locale.ROOT),
                        path(route),
                        wrong.toString(),
                        "Authorization",
                        authorization(route));
                assertThat(answer.statusCode()).as(route + " " + answer.body()).isEqualTo(422);
                Map<String, String> errors = StreamSupport.stream(
                                JSON.readTree(answer.body()).get("errors").spliterator(), false)
                        .collect(Collectors.toMap(
                                error -> error.get("field").textValue().replaceAll("\\..*", ""),
                                error -> error.get("message").textValue(),
                                (one, other) -> one));
                assertThat(errors.remove("an-unknown-field")).as(route).isEqualTo("is not known here");
                assertThat(errors.keySet()).as(route).isSubsetOf(fields(described));
                assertThat(errors.values()).as(route).doesNotContain("is not known here");
            }
        }
    }

    @Test
    void queriesAreWhatTheServerReads() throws Exception {
        for (String route : documented()) {
            String query = StreamSupport.stream(
                            operation(route).path("parameters").spliterator(), false)
                    .filter(parameter -> parameter.get("in").textValue().equals("query"))
                    .map(parameter -> parameter.get("name").textValue() + "=" + "%00".repeat(3))
                    .collect(Collectors.joining("&"));
            if (!query.isEmpty() && route.startsWith("get ")) {
                HttpResponse<String> answer =
                        node.get(path(route) + "?" + query, "Authorization", authorization(route));
                assertThat(answer.body()).as(route).doesNotContain("is not known here");
            }
        }
    }

    private void seed() throws Exception {
        HttpResponse<String> triggered = node.send(
                "POST",
                "/v1/ops/jobs/platform/canary/trigger",
                "{\"reason\":\"for the test\"}",
                "Authorization",
                OpsNode.basic("admin", SharedNode.PASSWORD));
        assertThat(triggered.statusCode()).as(triggered.body()).isEqualTo(202);
        database.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at)
                    VALUES (1, 1, 'A v B', now(), 5, 'FT', 'FINISHED', now());
                    INSERT INTO fixture_settlements (fixture_id, kind, step, requested_at) VALUES (1, 'FULL_TIME', 'REPLAY', now());
                    INSERT INTO fixture_settlement_steps (fixture_id, step, finished_at) VALUES (1, 'FREEZE', now());
                    INSERT INTO corrections (kind, trade_id, state, needs_approval, gains, losses, customers, requested_by, reason, expires_at)
                    VALUES ('CANCEL_ORDER', 1, 'REQUESTED', true, 0, 0, 0, 'ann', 'why', now());
                    WITH made AS (
                        INSERT INTO job_alerts (rule, subject, severity, summary) VALUES ('made-up', 'it', 'WARNING', 'it is so')
                        RETURNING id)
                    INSERT INTO job_alert_deliveries (alert_id, event) SELECT id, 'opened' FROM made
                    """);
        });
    }

    private void holds(String route, String path) throws Exception {
        HttpResponse<String> answer = node.get(path, "Authorization", authorization(route));
        String status = Integer.toString(answer.statusCode());
        JsonNode responses = operation(route).get("responses");
        String described = responses.has(status) ? status : "default";
        if (answer.statusCode() == 204) {
            assertThat(described).as(route).isEqualTo("204");
            assertThat(answer.body()).as(route).isEmpty();
            return;
        }
        String type = answer.statusCode() >= 400 ? "application/problem+json" : "application/json";
        assertThat(complaints(schema(operation(route), described, type), answer.body()))
                .as(route + " answers " + status + " " + answer.body())
                .isEmpty();
        // Of orders, positions, instruments and customers this node has none.
        assertThat(
                        described.equals("200")
                                || route.matches(
                                        "get /v1/(orders|positions|instruments|webhooks|ops/exposure/instruments|ops/charts/instruments|ops/charts/fixtures|ops/drills|ops/customers)/.*"))
                .as(route + " answers " + status + " " + answer.body())
                .isTrue();
    }

    private Set<ValidationMessage> complaints(JsonNode schema, String body) throws Exception {
        ObjectNode whole = (ObjectNode) schema.deepCopy();
        whole.set("components", document.get("components"));
        return SCHEMAS.getSchema(whole).validate(JSON.readTree(body));
    }

    private static JsonNode schema(JsonNode operation, String status, String type) {
        return operation.get("responses").get(status).get("content").get(type).get("schema");
    }

    private String authorization(String route) {
        return operation(route).get("security").toString().contains("trader")
                ? "Bearer " + TestNode.token("alice")
                : OpsNode.basic("admin", SharedNode.PASSWORD);
    }

    private static String path(String route) {
        return route.split(" ", 2)[1]
                .replace("{group}/{name}", "platform/canary")
                .replace("{name}", "stopwatch")
                .replace("/quotes", "/quotes?ids=1&side=BUY&quantity=1")
                .replaceAll("\\{[^}]*}", "1");
    }

    private boolean isListenedTo(String route) {
        JsonNode responses = operation(route).get("responses");
        return responses.at("/200/content").has("text/event-stream") || responses.has("101");
    }

    private JsonNode operation(String route) {
        String[] parts = route.split(" ", 2);
        return document.get("paths").get(parts[1]).get(parts[0]);
    }

    private Set<String> documented() {
        Set<String> routes = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> routes.add(method + " " + path.getKey())));
        routes.removeIf(route -> route.contains("/probe"));
        return routes;
    }

    private static Set<String> fields(JsonNode properties) {
        Set<String> fields = new TreeSet<>();
        properties.fieldNames().forEachRemaining(fields::add);
        return fields;
    }
}
