package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static touchline.api.operator.TestOperators.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.totp.TestApp;

/** Second factors at the log-in, on a node that leaves them to operators and on one where admins need them. */
abstract class SecondFactorCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOTP = "/v1/ops/session/totp";

    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @Test
    void aCodeIsRequiredOnceItIsOn() throws Exception {
        Session session = setup().session("operator");
        assertThat(post(session, "", "{\"password\":\"another one\"}").body()).contains("\"field\":\"password\"");
        JsonNode codes = turnOn(session);

        HttpResponse<String> without = setup().other().logIn("operator", PASSWORD);
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(without.body()).contains("\"reason\":\"code-required\"");
        assertThat(OpsNode.setCookie(without)).isEmpty();
        assertThat(logIn("operator", "000 000").body()).contains("\"reason\":\"code-wrong\"");
        String recovery = codes.get(0).textValue();
        assertThat(logIn("operator", recovery).statusCode()).isEqualTo(200);
        assertThat(logIn("operator", recovery).body()).contains("\"reason\":\"code-wrong\"");
        HttpResponse<String> basic =
                setup().node().get("/v1/ops/session", "Authorization", OpsNode.basic("operator", PASSWORD));
        assertThat(basic.statusCode()).isEqualTo(403);
        assertThat(basic.body()).contains("second factor");

        assertThat(post(session, "/remove", "{\"password\":\"" + PASSWORD + "\"}")
                        .body())
                .contains("\"field\":\"code\"");
        String other = codes.get(1).textValue();
        assertThat(post(session, "/remove", "{\"password\":\"" + PASSWORD + "\",\"code\":\"" + other + "\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(logIn("operator", null).statusCode()).isEqualTo(200);
    }

    @Test
    void wrongCodesLockThoughThePasswordIsRight() throws Exception {
        turnOn(setup().session("operator"));
        for (int n = 0; n < 5; n++) {
            assertThat(logIn("operator", null).statusCode()).isEqualTo(401);
            assertThat(logIn("operator", "00000" + n).statusCode()).isEqualTo(401);
        }
        lockForLong();
        assertThat(logIn("operator", null).statusCode()).isEqualTo(429);
    }

    @Test
    void wrongFirstCodesLockAsWell() throws Exception {
        Session session = setup().session("operator");
        assertThat(post(session, "", "{\"password\":\"" + PASSWORD + "\"}").statusCode())
                .isEqualTo(200);
        for (int n = 0; n < 5; n++) {
            assertThat(post(session, "/confirm", "{\"code\":\"00000" + n + "\"}")
                            .statusCode())
                    .isEqualTo(422);
        }
        lockForLong();
        assertThat(post(session, "/confirm", "{\"code\":\"000006\"}").statusCode())
                .isEqualTo(429);
    }

    @Test
    void sessionsOfBeforeEndWhenItIsTurnedOn() throws Exception {
        Session session = setup().session("operator");
        Session before = setup().session("operator");
        Session ofAnother = setup().session("viewer");

        turnOn(session);

        assertThat(setup().node().get("/v1/ops/session", before.headers()).statusCode())
                .isEqualTo(401);
        assertThat(setup().node().get("/v1/ops/session", session.headers()).statusCode())
                .isEqualTo(200);
        assertThat(setup().node().get("/v1/ops/session", ofAnother.headers()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aResetThatCannotEndTheSessionsLeavesItOn() throws Exception {
        turnOn(setup().session("operator"));
        String body = "{\"reason\":\"lost the phone\"}";
        setup().jdbi().useHandle(handle -> {
            handle.execute("""
                    CREATE FUNCTION keep_session() RETURNS trigger LANGUAGE plpgsql AS
                    $$ BEGIN RAISE EXCEPTION 'the database fails here'; END $$
                    """);
            handle.execute(
                    "CREATE TRIGGER keep BEFORE DELETE ON operator_sessions FOR EACH ROW EXECUTE FUNCTION keep_session()");
        });
        try {
            HttpResponse<String> failed = setup().node()
                    .send(
                            "POST",
                            "/v1/ops/operators/operator/reset-totp",
                            body,
                            setup().session("admin").headers());
            assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        } finally {
            setup().jdbi().useHandle(handle -> {
                handle.execute("DROP TRIGGER keep ON operator_sessions");
                handle.execute("DROP FUNCTION keep_session");
            });
        }
        assertThat(logIn("operator", null).body()).contains("\"reason\":\"code-required\"");
    }

    @Test
    void whereAdminsNeedItOneWithoutIsAViewer() throws Exception {
        Session admin = setup().session("admin");
        HttpResponse<String> me = setup().other().get("/v1/ops/session", admin.headers());
        assertThat(me.body()).contains("\"role\":\"viewer\"", "\"secondFactorRequired\":true");
        assertThat(setup().other().get("/v1/ops/operators", admin.headers()).statusCode())
                .isEqualTo(403);
        assertThat(setup().node().get("/v1/ops/session", admin.headers()).body())
                .contains("\"role\":\"admin\"", "\"secondFactorRequired\":false");

        turnOn(admin);

        assertThat(setup().other().get("/v1/ops/session", admin.headers()).body())
                .contains("\"role\":\"admin\"", "\"secondFactorRequired\":false");
        assertThat(setup().other().get("/v1/ops/operators", admin.headers()).body())
                .contains("\"secondFactor\":true");
    }

    @Test
    void anotherAdminResetsIt() throws Exception {
        Session admin = setup().session("admin");
        turnOn(admin);
        String path = "/v1/ops/operators/admin/reset-totp";
        String body = "{\"reason\":\"lost the phone\"}";
        assertThat(setup().node().send("POST", path, body, admin.headers()).body())
                .contains("Another admin");

        HttpResponse<String> reset = setup().node()
                .send("POST", path, body, setup().session("second-admin").headers());

        assertThat(reset.statusCode()).as(reset.body()).isEqualTo(200);
        assertThat(setup().node().get("/v1/ops/session", admin.headers()).statusCode())
                .isEqualTo(401);
        assertThat(logIn("admin", null).statusCode()).isEqualTo(200);
        String audited = setup().jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT actor || ': ' || reason FROM job_audit WHERE action = 'reset-totp'")
                        .mapTo(String.class)
                        .one());
        assertThat(audited).isEqualTo("second-admin: lost the phone");
    }

    /** The first lock is of 2 s, which a slow machine lets pass. */
    private void lockForLong() {
        int locked = setup().jdbi()
                .withHandle(handle ->
                        handle.execute("UPDATE operator_log_in_failures SET locked_until = now() + interval '5 minutes'"
                                + " WHERE kind = 'NAME_FROM_ADDRESS' AND failures >= 5"));
        assertThat(locked).isEqualTo(1);
    }

    /** Returns the recovery codes. */
    private JsonNode turnOn(Session session) throws Exception {
        HttpResponse<String> begun = post(session, "", "{\"password\":\"" + PASSWORD + "\"}");
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(200);
        JsonNode secret = JSON.readTree(begun.body());
        assertThat(secret.get("uri").textValue())
                .startsWith("otpauth://totp/Touchline:")
                .contains(secret.get("secret").textValue());
        TestApp app = new TestApp(secret.get("secret").textValue());
        // A code is good for half a minute, which a slow machine may let pass.
        HttpResponse<String> confirmed = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> post(session, "/confirm", "{\"code\":\"" + app.code(Instant.now()) + "\"}"),
                        answer -> answer.statusCode() == 200);
        return JSON.readTree(confirmed.body()).get("recoveryCodes");
    }

    private HttpResponse<String> post(Session session, String path, String body) throws Exception {
        return setup().other().send("POST", TOTP + path, body, session.headers());
    }

    private HttpResponse<String> logIn(String user, @Nullable String code) throws Exception {
        String more = code == null ? "" : ",\"code\":\"" + code + "\"";
        return setup().node()
                .send(
                        "POST",
                        "/v1/ops/session",
                        "{\"user\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"" + more + "}");
    }
}
