package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import touchline.api.OpsRoutes.Route;
import touchline.api.operator.account.Role;

/** Each operation under {@code /v1/ops} as nobody, as a trader and as each role, by each scheme. */
abstract class OpsRoleCases {
    private final HttpClient http = HttpClient.newHttpClient();

    abstract OpsApiSetup setup();

    @AfterEach
    void reset() {
        setup().reset();
    }

    @Test
    void everyRouteAdmitsItsRoleAndHigherOnesOnly() throws Exception {
        List<Route> routes = OpsRoutes.of(setup().one().environment());
        assertThat(routes.stream().map(route -> route.role() + " " + route.method() + " " + route.path()))
                .contains(
                        "viewer GET /v1/ops/jobs",
                        "viewer GET /v1/ops/jobs/{group}/{name}",
                        "viewer GET /v1/ops/jobs/{group}/{name}/upcoming",
                        "viewer GET /v1/ops/jobs/{group}/{name}/explain",
                        "operator POST /v1/ops/jobs/{group}/{name}/pause",
                        "operator POST /v1/ops/jobs/{group}/{name}/resume",
                        "operator POST /v1/ops/jobs/{group}/{name}/trigger",
                        "operator POST /v1/ops/jobs/{group}/{name}/interrupt",
                        "admin PUT /v1/ops/jobs/{group}/{name}/schedule",
                        "admin DELETE /v1/ops/jobs/{group}/{name}/schedule",
                        "viewer GET /v1/ops/executions",
                        "viewer GET /v1/ops/executions/{id}",
                        "viewer GET /v1/ops/executions/{id}/log",
                        "operator POST /v1/ops/executions/{id}/interrupt",
                        "viewer GET /v1/ops/scheduler",
                        "admin POST /v1/ops/scheduler/pause",
                        "admin POST /v1/ops/scheduler/resume",
                        "viewer GET /v1/ops/audit");
        ServedDocument document = ServedDocument.of(setup().one());
        String trader = "Bearer " + TestNode.token("alice");
        String key = "Bearer " + apiKey(trader);
        List<String> wrong = new ArrayList<>();
        for (Route route : routes) {
            if (route.role() == null || (route.path().equals("/v1/ops/session") && route.changes())) {
                continue; // logging in and out is tested by OperatorAccessTest
            }
            if (!declared(document, route).equals(route.role())) {
                wrong.add("declared otherwise: " + route);
            }
            // One that would do something, were it let in.
            String reason = "{\"reason\":\"a role that does not reach\"";
            String body = route.method().equals("PUT") ? reason + ",\"cron\":\"0 0 5 * * ?\"}" : reason + "}";
            List<Long> before = setup().whatIsChanged();
            if (status(route, route.changes() ? body : null) != 401) {
                wrong.add("anonymous: " + route);
            }
            for (String scheme : List.of(trader, key)) {
                if (status(route, route.changes() ? body : null, "Authorization", scheme) != 401) {
                    wrong.add("of a trader: " + route);
                }
            }
            for (Role role : Role.values()) {
                boolean reaches = role.includes(Role.of(route.role()).orElseThrow());
                // Who may come in asks for nothing that could be done: the gate is what is tried here.
                String sent = !route.changes() ? null : reaches ? "{}" : body;
                for (String[] scheme : List.of(setup().session(role.word()), basic(role))) {
                    int status = status(route, sent, scheme);
                    if (reaches ? status == 401 || status == 403 || status >= 500 : status != 403) {
                        wrong.add(role + " by " + scheme[0] + ": " + route + " -> " + status);
                    }
                }
            }
            if (!setup().whatIsChanged().equals(before)) {
                wrong.add("changed something: " + route);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Only admins see who the operators are. A search reads, and is a POST only as its text is personal data, which no log of addresses is to have. */
    @Test
    void viewersMayReadAndNotChange() {
        for (Route route : OpsRoutes.of(setup().one().environment())) {
            if (route.path().equals("/v1/ops/operators")) {
                assertThat(route.role()).isEqualTo("admin");
            } else if (!route.path().startsWith("/v1/ops/session")) {
                boolean isRead = !route.changes() || route.path().matches("/v1/ops/(customers|instruments)/search");
                assertThat("viewer".equals(route.role())).as(route.toString()).isEqualTo(isRead);
            }
        }
    }

    /** The role that the OpenAPI document declares for operators' sessions and HTTP Basic; empty without one. */
    private static String declared(ServedDocument document, Route route) {
        String name = route.method() + " " + route.path().replaceAll("\\{\\s*(\\w+)[^}]*}", "{$1}");
        for (ServedDocument.Route one : document.routes()) {
            if (one.name().equals(name)) {
                JsonNode operation = one.operation();
                return operation.get("security").toString().equals("[{\"operatorSession\":[]},{\"operatorBasic\":[]}]")
                        ? operation.path("description").asText().replaceFirst("(?s).*For the role (\\w+) and.*", "$1")
                        : "";
            }
        }
        return "";
    }

    private String apiKey(String trader) throws Exception {
        HttpResponse<String> made = setup().one()
                .send(
                        "POST",
                        "/v1/keys",
                        "{\"name\":\"bot\",\"scope\":\"TRADE\",\"expiresInDays\":7}",
                        "Authorization",
                        trader);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return made.body().replaceFirst(".*\"key\":\"([^\"]+)\".*", "$1");
    }

    private static String[] basic(Role role) {
        return new String[] {"Authorization", OpsNode.basic(role.word(), PASSWORD)};
    }

    /** The status alone: of a stream of events there is no end to wait for. */
    private int status(Route route, @Nullable String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + setup().one().port() + route.concrete()))
                .timeout(Duration.ofSeconds(60))
                .method(
                        route.method(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.setHeader(headers[n], headers[n + 1]);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (!answer.headers().firstValue("Content-Type").orElse("").contains("event-stream")) {
            answer.body().readAllBytes();
        }
        answer.body().close();
        return answer.statusCode();
    }
}
