package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import touchline.api.operator.TestOperators;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.Role;

/** Operators that admins manage, as two nodes know them. */
abstract class OperatorAccountCases {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN = "my very own password";

    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @Test
    void aGeneratedPasswordIsReplacedAtTheFirstLogIn() throws Exception {
        assertThat(post("operator", "", "\"name\":\"ann\",\"role\":\"admin\"").statusCode())
                .isEqualTo(403);
        JsonNode created = ok(post("admin", "", "\"name\":\"ann\",\"role\":\"operator\""));
        String oneTime = created.get("password").textValue();
        assertThat(created.at("/operator/state").textValue()).isEqualTo("ONE_TIME");

        HttpResponse<String> first = setup().other().logIn("ann", oneTime);
        assertThat(first.statusCode()).isEqualTo(403);
        assertThat(first.body()).contains("\"reason\":\"password-change-required\"");
        assertThat(setup().node()
                        .get("/v1/ops/session", "Authorization", OpsNode.basic("ann", oneTime))
                        .body())
                .contains("password-change-required");
        assertThat(changed(oneTime, oneTime).body()).contains("\"field\":\"newPassword\"", "another one");
        assertThat(changed(oneTime, "too short").body()).contains("\"field\":\"newPassword\"", "12 to 128");
        HttpResponse<String> in = changed(oneTime, OWN);
        assertThat(in.statusCode()).isEqualTo(200);
        assertThat(in.body()).contains("\"role\":\"operator\"");

        assertThat(setup().node().logIn("ann", oneTime).statusCode()).isEqualTo(401);
        assertThat(setup().node().logIn("ann", OWN).statusCode()).isEqualTo(200);
        JsonNode ann = listed("ann");
        assertThat(ann.get("state").textValue()).isEqualTo("ACTIVE");
        assertThat(ann.get("source").textValue()).isEqualTo("CONSOLE");
        assertThat(ann.at("/created/by").textValue()).isEqualTo("admin");
        assertThat(ann.at("/lastLogIn/from").textValue()).isEqualTo("127.0.0.1");
        assertThat(ann.get("sessions").intValue()).isEqualTo(2);
        assertThat(audited("ann")).containsExactly("create-operator by admin", "change-password by ann");
        assertThat(count("SELECT count(*) FROM job_audit a WHERE a::text LIKE '%" + oneTime + "%'"))
                .isZero();
    }

    @Test
    void anUnusedOneTimePasswordExpires() throws Exception {
        String oneTime = ok(post("admin", "", "\"name\":\"ann\",\"role\":\"viewer\""))
                .get("password")
                .textValue();
        setup().jdbi().useHandle(handle -> handle.execute("UPDATE operators SET one_time_until = now()"));

        assertThat(changed(oneTime, OWN).statusCode()).isEqualTo(401);
        assertThat(listed("ann").get("state").textValue()).isEqualTo("EXPIRED");
        assertThat(ok(post("admin", "/ann/reset-password", "\"password\":\"" + OWN + "\""))
                        .get("password")
                        .isNull())
                .isTrue();
        assertThat(setup().node().logIn("ann", OWN).statusCode()).isEqualTo(200);
    }

    @Test
    void changesEndSessionsOnAllNodes() throws Exception {
        ok(post("admin", "", "\"name\":\"ann\",\"role\":\"admin\",\"password\":\"" + OWN + "\""));
        for (String change : List.of(
                "/ann/role \"role\":\"viewer\"",
                "/ann/end-sessions ",
                "/ann/disable ",
                "/ann/enable ",
                "/ann/reset-password \"password\":\"" + OWN + "\"")) {
            Session session =
                    change.startsWith("/ann/enable") ? null : setup().node().loggedIn("ann", OWN);
            String[] pathAndFields = change.split(" ", 2);
            ok(post("admin", pathAndFields[0], pathAndFields[1]));
            if (session != null) {
                assertThat(setup().other()
                                .get("/v1/ops/session", "Cookie", session.cookie())
                                .statusCode())
                        .as(change)
                        .isEqualTo(401);
            }
            boolean mayLogIn = !change.startsWith("/ann/disable");
            assertThat(setup().other().logIn("ann", OWN).statusCode())
                    .as(change)
                    .isEqualTo(mayLogIn ? 200 : 401);
            setup().jdbi().useHandle(handle -> handle.execute("TRUNCATE operator_log_in_failures"));
        }
        assertThat(listed("ann").get("role").textValue()).isEqualTo("viewer");
        assertThat(audited("ann"))
                .containsExactly(
                        "create-operator by admin",
                        "change-role by admin",
                        "end-operator-sessions by admin",
                        "disable-operator by admin",
                        "enable-operator by admin",
                        "reset-password by admin");
    }

    @Test
    void theLastAdminStays() throws Exception {
        ok(post("admin", "", "\"name\":\"ann\",\"role\":\"admin\",\"password\":\"" + OWN + "\""));
        ok(post("admin", "", "\"name\":\"ben\",\"role\":\"admin\""));
        Session ann = setup().node().loggedIn("ann", OWN);
        setup().file().write(List.of());
        setup().jdbi()
                .useHandle(handle -> handle.execute("UPDATE operators SET one_time_until = now() WHERE name = 'ben'"));

        for (String change : List.of("disable ", "role ,\"role\":\"viewer\"", "reset-password ")) {
            String[] pathAndFields = change.split(" ", 2);
            HttpResponse<String> answer = setup().node()
                    .send(
                            "POST",
                            "/v1/ops/operators/ann/" + pathAndFields[0],
                            "{\"reason\":\"try it\"" + pathAndFields[1] + "}",
                            ann.headers());
            assertThat(answer.statusCode()).as(change).isEqualTo(409);
            assertThat(answer.body()).contains("only admin who can log in");
        }
        assertThat(listed(ann, "ann").get("state").textValue()).isEqualTo("ACTIVE");
        // As long as the file has an admin, those of the database can all be removed.
        setup().file().write(OperatorAccessSetup.OPERATORS);
        ok(post("admin", "/ann/disable", ""));
    }

    @Test
    void operatorsOfTheFileTakePrecedenceAndStay() throws Exception {
        assertThat(post("admin", "", "\"name\":\"viewer\",\"role\":\"admin\"").statusCode())
                .isEqualTo(409);
        HttpResponse<String> refused = post("admin", "/viewer/role", "\"role\":\"admin\"");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("touchline operator");
        assertThat(post("admin", "/nobody/disable", "").statusCode()).isEqualTo(404);
        assertThat(post("admin", "", "\"name\":\"Ann Lee\",\"role\":\"chief\"").body())
                .contains("\"field\":\"name\"", "\"field\":\"role\"");
        assertThat(setup().node()
                        .send(
                                "POST",
                                "/v1/ops/session",
                                "{\"user\":\"viewer\",\"password\":\"" + PASSWORD + "\",\"newPassword\":\"" + OWN
                                        + "\"}")
                        .body())
                .contains("\"field\":\"newPassword\"", "operators' file");

        ok(post("admin", "", "\"name\":\"late\",\"role\":\"admin\",\"password\":\"" + OWN + "\""));
        setup().file().write(List.of(OperatorAccessSetup.OPERATORS.get(2), later()));
        assertThat(setup().node().logIn("late", OWN).statusCode()).isEqualTo(401);
        assertThat(listed("late").get("source").textValue()).isEqualTo("FILE");
    }

    private static OperatorEntry later() {
        return TestOperators.entry("late", Role.VIEWER);
    }

    private HttpResponse<String> changed(String old, String fresh) throws Exception {
        return setup().other()
                .send(
                        "POST",
                        "/v1/ops/session",
                        "{\"user\":\"ann\",\"password\":\"" + old + "\",\"newPassword\":\"" + fresh + "\"}");
    }

    private HttpResponse<String> post(String role, String path, String fields) throws Exception {
        return setup().node()
                .send(
                        "POST",
                        "/v1/ops/operators" + path,
                        "{\"reason\":\"for a test\"" + (fields.isEmpty() ? "" : "," + fields) + "}",
                        setup().session(role).headers());
    }

    private static JsonNode ok(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private JsonNode listed(String name) throws Exception {
        return listed(setup().session("admin"), name);
    }

    private JsonNode listed(Session session, String name) throws Exception {
        JsonNode items =
                ok(setup().node().get("/v1/ops/operators", session.headers())).get("items");
        return StreamSupport.stream(items.spliterator(), false)
                .filter(one -> one.get("name").textValue().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> audited(String name) {
        return setup().jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT action || ' by ' || actor FROM job_audit
                                WHERE subject = :subject AND id > :after ORDER BY id
                                """)
                        .bind("subject", "operator:" + name)
                        .bind("after", lastCreation(name))
                        .mapTo(String.class)
                        .list());
    }

    /** Other tests use the same name. */
    private long lastCreation(String name) {
        return count(
                "SELECT coalesce(max(id), 1) - 1 FROM job_audit WHERE action = 'create-operator' AND subject = 'operator:"
                        + name + "'");
    }

    private long count(String sql) {
        return setup().jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
