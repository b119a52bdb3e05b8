package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators.Session;

/** Requests of operators from other sites, with other bodies and through proxies, and the headers of the answers. */
abstract class OperatorRequestCases {
    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @Test
    void changesBySessionNeedCsrfTokenAndSameOrigin() throws Exception {
        Session session = setup().session("admin");
        Session another = setup().session("viewer");
        String own = "http://127.0.0.1:" + setup().node().port();

        assertThat(change(session)).isEqualTo(403);
        assertThat(change(session, "X-CSRF-Token", "")).isEqualTo(403);
        assertThat(change(session, "X-CSRF-Token", another.csrf())).isEqualTo(403);
        assertThat(change(session, "X-CSRF-Token", session.csrf())).isEqualTo(200);
        for (String site : List.of("cross-site", "same-site", "none")) {
            assertThat(change(session, "X-CSRF-Token", session.csrf(), "Sec-Fetch-Site", site))
                    .isEqualTo(403);
        }
        for (String origin :
                List.of("null", "http://127.0.0.1", "http://evil.example", own + "0", "ftp://127.0.0.1", "%")) {
            assertThat(change(session, "X-CSRF-Token", session.csrf(), "Origin", origin))
                    .isEqualTo(403);
        }
        assertThat(change(session, "X-CSRF-Token", session.csrf(), "Origin", own, "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(200);
        assertThat(setup().node()
                        .send("DELETE", "/v1/ops/session", null, "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesBasicAndLogInFromOtherSites() throws Exception {
        String basic = OpsNode.basic("admin", PASSWORD);
        assertThat(setup().node()
                        .send("POST", "/v1/ops/probe/admin", null, "Authorization", basic)
                        .statusCode())
                .isEqualTo(200);
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(setup().node()
                            .send("POST", "/v1/ops/probe/admin", null, "Authorization", basic, "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(setup().node()
                            .get("/v1/ops/probe/viewer", "Authorization", basic, "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(setup().node()
                            .logIn("admin", PASSWORD, "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(setup().node()
                        .logIn("admin", PASSWORD, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void acceptsOnlyJsonBodies() throws Exception {
        String admin = OpsNode.basic("admin", PASSWORD);
        for (String type : List.of(
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp")) {
            refused(415, "close", setup().node().logIn("admin", PASSWORD, "Content-Type", type));
            String[] headers = {"Authorization", admin, "Content-Type", type};
            refused(415, "close", setup().node().send("POST", "/v1/ops/probe/admin", "{}", headers));
        }
        assertThat(setup().node()
                        .logIn("admin", PASSWORD, "Content-Type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
        refused(422, "", setup().node().send("POST", "/v1/ops/session", "{\"user\":\"admin\"}"));
        refused(400, "", setup().node().send("POST", "/v1/ops/session", "{"));
    }

    /** The connection is only kept where the whole body was read: what is left of it would precede the next request. */
    private static void refused(int status, String connection, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Connection").orElse("")).isEqualTo(connection);
    }

    @Test
    void challengesOnlyScripts() throws Exception {
        HttpResponse<String> script = setup().node().get("/v1/ops/session");
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.body()).contains("\"type\":\"unauthorized\"", "POST /v1/ops/session");
        assertThat(script.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm="));

        assertThat(setup().node()
                        .get("/v1/ops/session", "X-Requested-With", "console")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
        assertThat(setup().node()
                        .get("/v1/ops/probe/viewer", "Accept", "text/event-stream, application/json")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
        assertThat(setup().node().logIn("admin", "wrong").headers().firstValue("WWW-Authenticate"))
                .isEmpty();
    }

    @Test
    void locationsAreValidBehindAProxyWithPrefix() throws Exception {
        for (String path : List.of(
                "/v1/ops/jobs/platform/canary/trigger",
                "/v1/ops/jobs/platform/canary/trigger/",
                "/v1/ops/jobs/platform/%63anary/trigger")) {
            HttpResponse<String> asked = setup().node()
                    .send(
                            "POST",
                            path,
                            "{\"reason\":\"to see where it leads\"}",
                            "Authorization",
                            OpsNode.basic("operator", PASSWORD),
                            "X-Forwarded-Proto",
                            "https");

            assertThat(asked.statusCode()).isEqualTo(202);
            String id = asked.body().replaceFirst(".*\"executionId\":\"([0-9]+)\".*", "$1");
            String location = asked.headers().firstValue("Location").orElse("");
            assertThat(URI.create("https://example.com/touchline" + path).resolve(location))
                    .isEqualTo(URI.create("https://example.com/touchline/v1/ops/executions/" + id));
        }
    }

    @Test
    void everyResponseHasSecurityHeaders() throws Exception {
        String data = "default-src 'none'; frame-ancestors 'none'";
        for (String path : List.of("/v1/ops/session", "/v1/status", "/openapi.json", "/v1/nothing")) {
            HttpResponse<String> answer = setup().node().get(path);
            assertThat(header(answer, "Content-Security-Policy")).isEqualTo(data);
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        }
        for (String path : List.of("/console", "/console/index.html", "/docs/", "/docs", "/trade", "/trade/players")) {
            assertThat(header(setup().node().get(path), "Content-Security-Policy"))
                    .contains("script-src 'self';", "frame-ancestors 'none'", "default-src 'none'")
                    .doesNotContain("unsafe");
        }
        String basic = OpsNode.basic("viewer", PASSWORD);
        assertThat(header(setup().node().get("/v1/ops/session", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
        assertThat(header(setup().node().get("/v1/ops;x/session", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
        assertThat(header(setup().node().get("/v1/ops/probe/fault", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
    }

    private int change(Session session, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Cookie", session.cookie()));
        all.addAll(List.of(headers));
        return setup().node()
                .send("POST", "/v1/ops/probe/admin", null, all.toArray(new String[0]))
                .statusCode();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join(" and ", answer.headers().allValues(name));
    }
}
