package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.OperatorAccessSetup.OPERATORS;
import static touchline.api.operator.TestOperators.PASSWORD;
import static touchline.api.operator.TestOperators.entry;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;

/** Sessions of operators: how they begin, last and end, on all nodes. */
abstract class OperatorSessionCases {
    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @Test
    void sessionIsValidOnAllNodesUntilLogOut() throws Exception {
        HttpResponse<String> answer = setup().node().logIn("operator", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"user\":\"operator\"", "\"role\":\"operator\"", "\"csrfToken\":\"");
        String expires = answer.body().replaceFirst(".*\"expiresAt\":\"([^\"]+)\".*", "$1");
        assertThat(Instant.parse(expires)).isAfter(Instant.now().plusSeconds(1_700));

        Session session = setup().node().loggedIn("operator", PASSWORD);
        HttpResponse<String> me = setup().other().get("/v1/ops/session", "Cookie", session.cookie());
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"user\":\"operator\"", "\"csrfToken\":\"" + session.csrf() + "\"");

        HttpResponse<String> out = setup().other().send("DELETE", "/v1/ops/session", null, session.headers());
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(OpsNode.setCookie(out)).contains("Max-Age=0");
        assertThat(setup().node()
                        .get("/v1/ops/session", "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void cookieIsHttpOnlyAndSameSite() throws Exception {
        String plain = OpsNode.setCookie(setup().node().logIn("viewer", PASSWORD));
        assertThat(plain.split(";\\s*"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        int age = Integer.parseInt(plain.replaceFirst(".*Max-Age=([0-9]+).*", "$1"));
        assertThat(age).isBetween(1_790, 1_800);

        String secure = OpsNode.setCookie(setup().node().logIn("viewer", PASSWORD, "X-Forwarded-Proto", "https"));
        assertThat(secure).startsWith("__Host-");
        assertThat(secure.split(";\\s*")).contains("HttpOnly", "SameSite=Strict", "Path=/", "Secure");
    }

    @Test
    void logInReplacesTheSession() throws Exception {
        Session first = setup().node().loggedIn("viewer", PASSWORD);

        HttpResponse<String> again = setup().node().logIn("viewer", PASSWORD, "Cookie", first.cookie());
        assertThat(OpsNode.setCookie(again)).doesNotContain(first.cookie());
        assertThat(setup().node()
                        .get("/v1/ops/session", "Cookie", first.cookie())
                        .statusCode())
                .isEqualTo(401);

        String planted = "touchline-operator=" + "A".repeat(43);
        HttpResponse<String> fixed = setup().node().logIn("viewer", PASSWORD, "Cookie", planted);
        assertThat(OpsNode.setCookie(fixed)).doesNotContain(planted);
        assertThat(setup().node().get("/v1/ops/session", "Cookie", planted).statusCode())
                .isEqualTo(401);
    }

    @Test
    void sessionExpiresAndIsExtendedByUse() throws Exception {
        Session session = setup().session("viewer");
        setup().jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "UPDATE operator_sessions SET last_seen_at = now() - interval '5 minutes', expires_at = now() + interval '1 minute'"));
        HttpResponse<String> used = setup().node().get("/v1/ops/probe/viewer", "Cookie", session.cookie());
        assertThat(used.statusCode()).isEqualTo(200);
        assertThat(OpsNode.setCookie(used))
                .startsWith(session.cookie())
                .contains("Max-Age=1", "HttpOnly", "SameSite=Strict");

        setup().jdbi().useHandle(handle -> handle.execute("UPDATE operator_sessions SET expires_at = now()"));
        assertThat(setup().node()
                        .get("/v1/ops/probe/viewer", "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void changesOfTheFileEndSessions() throws Exception {
        Session viewer = setup().session("viewer");
        Session admin = setup().session("admin");
        Session operator = setup().session("operator");

        setup().file()
                .write(List.of(
                        entry("admin", Role.VIEWER), // fewer rights
                        new OperatorEntry("operator", Role.OPERATOR, TestOperators.CHEAP.hash("another password")),
                        entry("later", Role.ADMIN)));

        for (Session gone : List.of(viewer, admin, operator)) {
            assertThat(setup().other()
                            .get("/v1/ops/session", "Cookie", gone.cookie())
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(setup().node().logIn("operator", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(setup().node().logIn("later", PASSWORD).statusCode()).isEqualTo(200);
        setup().file().write(OPERATORS);
        assertThat(setup().other()
                        .get("/v1/ops/session", "Cookie", admin.cookie())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void sessionStatusNeedsNoLogIn() throws Exception {
        assertThat(setup().node().get("/v1/ops/session/status").statusCode()).isEqualTo(204);
        assertThat(setup().node()
                        .get("/v1/ops/session/status", "Cookie", "touchline-operator=" + "A".repeat(43))
                        .statusCode())
                .isEqualTo(204);
        Session session = setup().session("viewer");

        HttpResponse<String> known = setup().other().get("/v1/ops/session/status", "Cookie", session.cookie());

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body())
                .isEqualTo(setup().other()
                        .get("/v1/ops/session", "Cookie", session.cookie())
                        .body());
        assertThat(known.headers().firstValue("Cache-Control")).hasValue("no-store");
        setup().file().write(List.of(entry("admin", Role.ADMIN)));
        assertThat(setup().node()
                        .get("/v1/ops/session/status", "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(204);
    }
}
