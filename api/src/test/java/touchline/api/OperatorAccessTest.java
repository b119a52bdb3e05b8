package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;
import static touchline.api.operator.TestOperators.entry;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.operator.TestOperators;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.OperatorEntry;
import touchline.api.operator.account.OperatorsFile;
import touchline.api.operator.account.PasswordHash;
import touchline.api.operator.account.Role;
import touchline.stores.junit.TestStores;

/** Two whole nodes on the same stores, as browsers, scripts and attackers see them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class OperatorAccessTest {
    private static final List<OperatorEntry> OPERATORS = TestOperators.all();
    private static final String PROXY = "127.0.0.0/8, ::1";

    private OperatorsFile file;
    private TestStores stores;
    private OpsNode node;
    private OpsNode other;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        file = new OperatorsFile(folder.resolve("operators.yml"));
        file.write(OPERATORS);
        stores = TestStores.open();
        Map<String, String> variables =
                Map.of("OPERATORS_FILE", file.path().toString(), "OPERATORS_TRUSTED_PROXIES", PROXY);
        node = OpsNode.start(stores, variables);
        other = OpsNode.start(stores, variables);
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        other.stop();
        stores.close();
    }

    @BeforeEach
    void begin() throws Exception {
        file.write(OPERATORS);
        jdbi().useHandle(handle -> handle.execute("TRUNCATE operator_sessions, operator_log_in_failures"));
    }

    @Test
    void sessionIsValidOnAllNodesUntilLogOut() throws Exception {
        HttpResponse<String> answer = node.logIn("operator", PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"user\":\"operator\"", "\"role\":\"operator\"", "\"csrfToken\":\"");
        String expires = answer.body().replaceFirst(".*\"expiresAt\":\"([^\"]+)\".*", "$1");
        assertThat(Instant.parse(expires)).isAfter(Instant.now().plusSeconds(1_700));

        Session session = node.loggedIn("operator", PASSWORD);
        HttpResponse<String> me = other.get("/v1/ops/session", "Cookie", session.cookie());
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(me.body()).contains("\"user\":\"operator\"", "\"csrfToken\":\"" + session.csrf() + "\"");

        HttpResponse<String> out = other.send("DELETE", "/v1/ops/session", null, session.headers());
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(OpsNode.setCookie(out)).contains("Max-Age=0");
        assertThat(node.get("/v1/ops/session", "Cookie", session.cookie()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void cookieIsHttpOnlyAndSameSite() throws Exception {
        String plain = OpsNode.setCookie(node.logIn("viewer", PASSWORD));
        assertThat(plain.split(";\\s*"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
        int age = Integer.parseInt(plain.replaceFirst(".*Max-Age=([0-9]+).*", "$1"));
        assertThat(age).isBetween(1_790, 1_800);

        String secure = OpsNode.setCookie(node.logIn("viewer", PASSWORD, "X-Forwarded-Proto", "https"));
        assertThat(secure).startsWith("__Host-");
        assertThat(secure.split(";\\s*")).contains("HttpOnly", "SameSite=Strict", "Path=/", "Secure");
    }

    @Test
    void logInReplacesTheSession() throws Exception {
        Session first = node.loggedIn("viewer", PASSWORD);

        HttpResponse<String> again = node.logIn("viewer", PASSWORD, "Cookie", first.cookie());
        assertThat(OpsNode.setCookie(again)).doesNotContain(first.cookie());
        assertThat(node.get("/v1/ops/session", "Cookie", first.cookie()).statusCode())
                .isEqualTo(401);

        String planted = "touchline-operator=" + "A".repeat(43);
        HttpResponse<String> fixed = node.logIn("viewer", PASSWORD, "Cookie", planted);
        assertThat(OpsNode.setCookie(fixed)).doesNotContain(planted);
        assertThat(node.get("/v1/ops/session", "Cookie", planted).statusCode()).isEqualTo(401);
    }

    @Test
    void sessionExpiresAndIsExtendedByUse() throws Exception {
        Session session = session("viewer");
        jdbi().useHandle(
                        handle -> handle.execute(
                                "UPDATE operator_sessions SET last_seen_at = now() - interval '5 minutes', expires_at = now() + interval '1 minute'"));
        HttpResponse<String> used = node.get("/v1/ops/probe/viewer", "Cookie", session.cookie());
        assertThat(used.statusCode()).isEqualTo(200);
        assertThat(OpsNode.setCookie(used))
                .startsWith(session.cookie())
                .contains("Max-Age=1", "HttpOnly", "SameSite=Strict");

        jdbi().useHandle(handle -> handle.execute("UPDATE operator_sessions SET expires_at = now()"));
        assertThat(node.get("/v1/ops/probe/viewer", "Cookie", session.cookie()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void changesOfTheFileEndSessions() throws Exception {
        Session viewer = session("viewer");
        Session admin = session("admin");
        Session operator = session("operator");

        file.write(List.of(
                entry("admin", Role.VIEWER), // fewer rights
                new OperatorEntry("operator", Role.OPERATOR, PasswordHash.of("another password")),
                entry("later", Role.ADMIN)));

        for (Session gone : List.of(viewer, admin, operator)) {
            assertThat(other.get("/v1/ops/session", "Cookie", gone.cookie()).statusCode())
                    .isEqualTo(401);
        }
        assertThat(node.logIn("operator", PASSWORD).statusCode()).isEqualTo(401);
        assertThat(node.logIn("later", PASSWORD).statusCode()).isEqualTo(200);
        file.write(OPERATORS);
        assertThat(other.get("/v1/ops/session", "Cookie", admin.cookie()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, 200, 403, 403",
        "operator, 200, 200, 403",
        "admin, 200, 200, 200",
    })
    void roleLimitsSessionAndBasic(String role, int see, int steer, int change) throws Exception {
        Session session = session(role);
        for (String[] headers :
                List.of(session.headers(), new String[] {"Authorization", OpsNode.basic(role, PASSWORD)})) {
            assertThat(node.get("/v1/ops/probe/viewer", headers).statusCode()).isEqualTo(see);
            assertThat(node.send("POST", "/v1/ops/probe/operator", null, headers)
                            .statusCode())
                    .isEqualTo(steer);
            HttpResponse<String> changed = node.send("POST", "/v1/ops/probe/admin", null, headers);
            assertThat(changed.statusCode()).isEqualTo(change);
            if (change == 403) {
                assertThat(changed.body()).contains("\"type\":\"forbidden\"");
                assertThat(changed.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
        }
    }

    @Test
    void knowsNameAndAddressOfTheOperator() throws Exception {
        HttpResponse<String> seen = node.get(
                "/v1/ops/probe/viewer",
                "Authorization",
                OpsNode.basic("viewer", PASSWORD),
                "X-Forwarded-For",
                "203.0.113.66, 198.51.100.7");

        assertThat(seen.body()).isEqualTo("{\"name\":\"viewer\",\"role\":\"viewer\",\"address\":\"198.51.100.7\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"forgotten", "misspelt", "below"})
    void resourcesWithoutARoleAreForbidden(String door) throws Exception {
        assertThat(node.get("/v1/ops/probe/" + door).statusCode()).isEqualTo(401);
        assertThat(node.get("/v1/ops/probe/" + door, "Authorization", OpsNode.basic("admin", PASSWORD))
                        .statusCode())
                .isEqualTo(403);
    }

    /** Either the gate answers or nobody: 400 where Jetty takes the address for ambiguous, 404 where it is another. */
    @ParameterizedTest
    @CsvSource({
        "/v1/ops/session, 401",
        "/v1/ops/probe/viewer, 401",
        "/v1/ops/probe/below/viewer, 401",
        "/v1;a=b/ops/probe/viewer, 401",
        "/v1/ops;a/probe;b/viewer;c, 401",
        "/v1/%6Fps/probe/viewer, 404",
        "//v1/ops/probe/viewer, 400",
        "/v1/./ops/probe/viewer, 404",
        "/v1/ops/probe/viewer/, 401",
        "/v1/me/../ops/probe/viewer, 404"
    })
    void noSpellingOfAPathPassesTheGate(String path, int status) throws Exception {
        assertThat(List.of(
                        node.get(path).statusCode(),
                        node.send("HEAD", path, null).statusCode(),
                        node.send("OPTIONS", path, null).statusCode()))
                .containsOnly(status);
    }

    @Test
    void separatesTradersAndOperators() throws Exception {
        String token = "Bearer " + TestNode.token("alice");
        assertThat(node.get("/v1/me", "Authorization", token).statusCode()).isEqualTo(200);
        for (String path : List.of("/v1/ops/session", "/v1/ops/probe/viewer", "/v1/ops/probe/forgotten")) {
            assertThat(node.get(path, "Authorization", token).statusCode()).isEqualTo(401);
            assertThat(node.get(path + "?access_token=" + TestNode.token("alice"))
                            .statusCode())
                    .isEqualTo(401);
        }

        Session admin = session("admin");
        assertThat(node.get("/v1/me", admin.headers()).statusCode()).isEqualTo(401);
        assertThat(node.get("/v1/me", "Authorization", OpsNode.basic("admin", PASSWORD))
                        .statusCode())
                .isEqualTo(401);
        // A request with a trader's token is refused, even when it also carries an operator's cookie.
        assertThat(node.get("/v1/ops/session", "Cookie", admin.cookie(), "Authorization", token)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void changesBySessionNeedCsrfTokenAndSameOrigin() throws Exception {
        Session session = session("admin");
        Session another = session("viewer");
        String own = "http://127.0.0.1:" + node.port();

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
        assertThat(node.send("DELETE", "/v1/ops/session", null, "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesBasicAndLogInFromOtherSites() throws Exception {
        String basic = OpsNode.basic("admin", PASSWORD);
        assertThat(node.send("POST", "/v1/ops/probe/admin", null, "Authorization", basic)
                        .statusCode())
                .isEqualTo(200);
        for (String site : List.of("cross-site", "same-site")) {
            assertThat(node.send("POST", "/v1/ops/probe/admin", null, "Authorization", basic, "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(node.get("/v1/ops/probe/viewer", "Authorization", basic, "Sec-Fetch-Site", site)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(node.logIn("admin", PASSWORD, "Sec-Fetch-Site", site).statusCode())
                    .isEqualTo(403);
        }
        assertThat(node.logIn("admin", PASSWORD, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void acceptsOnlyJsonBodies() throws Exception {
        for (String type : List.of(
                "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp")) {
            assertThat(node.logIn("admin", PASSWORD, "Content-Type", type).statusCode())
                    .isEqualTo(415);
            assertThat(node.send(
                                    "POST",
                                    "/v1/ops/probe/admin",
                                    "{}",
                                    "Authorization",
                                    OpsNode.basic("admin", PASSWORD),
                                    "Content-Type",
                                    type)
                            .statusCode())
                    .isEqualTo(415);
        }
        assertThat(node.logIn("admin", PASSWORD, "Content-Type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
        assertThat(node.send("POST", "/v1/ops/session", "{\"user\":\"admin\"}").statusCode())
                .isEqualTo(422);
        assertThat(node.send("POST", "/v1/ops/session", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void challengesOnlyScripts() throws Exception {
        HttpResponse<String> script = node.get("/v1/ops/session");
        assertThat(script.statusCode()).isEqualTo(401);
        assertThat(script.body()).contains("\"type\":\"unauthorized\"", "POST /v1/ops/session");
        assertThat(script.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm="));

        assertThat(node.get("/v1/ops/session", "X-Requested-With", "console")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
        assertThat(node.get("/v1/ops/probe/viewer", "Accept", "text/event-stream, application/json")
                        .headers()
                        .firstValue("WWW-Authenticate"))
                .isEmpty();
        assertThat(node.logIn("admin", "wrong").headers().firstValue("WWW-Authenticate"))
                .isEmpty();
    }

    @Test
    void locksOutOnAllNodesAfterFailures() throws Exception {
        for (int n = 0; n < 5; n++) {
            assertThat(node.logIn("admin", "wrong " + n, "X-Forwarded-For", "192.0.2.9")
                            .statusCode())
                    .isEqualTo(401);
        }
        // The first lock is of 2 s, which a slow machine lets pass; LogInThrottleTest has the lengths.
        int longer = jdbi().withHandle(handle ->
                handle.execute("UPDATE operator_log_in_failures SET locked_until = locked_until + interval '5 minutes'"
                        + " WHERE locked_until > last_attempt_at"));
        assertThat(longer).as("what is locked").isEqualTo(1);

        HttpResponse<String> locked = other.logIn("admin", PASSWORD, "X-Forwarded-For", "192.0.2.9");
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.body()).contains("\"type\":\"too-many-requests\"");
        assertThat(Integer.parseInt(locked.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1, 302);
        HttpResponse<String> basic = other.get(
                "/v1/ops/session", "Authorization", OpsNode.basic("admin", PASSWORD), "X-Forwarded-For", "192.0.2.9");
        assertThat(basic.statusCode()).isEqualTo(429);
        assertThat(other.logIn("admin", PASSWORD, "X-Forwarded-For", "192.0.2.10")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void countsGuessesPerAddressWithoutPort() throws Exception {
        for (int n = 0; n < 2; n++) {
            assertThat(node.logIn("admin", "wrong " + n, "X-Forwarded-For", "192.0.2.77:" + (4711 + n))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(node.logIn("admin", "wrong " + n, "Forwarded", "for=\"192.0.2.77:" + (5711 + n) + "\"")
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(node.logIn("admin", "wrong", "X-Forwarded-For", "::ffff:192.0.2.77")
                        .statusCode())
                .isEqualTo(401);

        int failures = jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT max(failures) FROM operator_log_in_failures WHERE kind = 'NAME_FROM_ADDRESS'")
                .mapTo(Integer.class)
                .one());
        assertThat(failures).as("counted together").isEqualTo(5);
    }

    @Test
    void sessionStatusNeedsNoLogIn() throws Exception {
        assertThat(node.get("/v1/ops/session/status").statusCode()).isEqualTo(204);
        assertThat(node.get("/v1/ops/session/status", "Cookie", "touchline-operator=" + "A".repeat(43))
                        .statusCode())
                .isEqualTo(204);
        Session session = session("viewer");

        HttpResponse<String> known = other.get("/v1/ops/session/status", "Cookie", session.cookie());

        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.body())
                .isEqualTo(
                        other.get("/v1/ops/session", "Cookie", session.cookie()).body());
        assertThat(known.headers().firstValue("Cache-Control")).hasValue("no-store");
        file.write(List.of(entry("admin", Role.ADMIN)));
        assertThat(node.get("/v1/ops/session/status", "Cookie", session.cookie())
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void locationsAreValidBehindAProxyWithPrefix() throws Exception {
        for (String path : List.of(
                "/v1/ops/jobs/platform/canary/trigger",
                "/v1/ops/jobs/platform/canary/trigger/",
                "/v1/ops/jobs/platform/%63anary/trigger")) {
            HttpResponse<String> asked = node.send(
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
    void responsesDoNotRevealNames() throws Exception {
        HttpResponse<String> known = node.logIn("admin", "wrong");
        HttpResponse<String> unknown = node.logIn("nobody", "wrong");

        assertThat(unknown.statusCode()).isEqualTo(known.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(known.body());
    }

    @Test
    void everyResponseHasSecurityHeaders() throws Exception {
        String data = "default-src 'none'; frame-ancestors 'none'";
        for (String path : List.of("/v1/ops/session", "/v1/status", "/openapi.json", "/v1/nothing")) {
            HttpResponse<String> answer = node.get(path);
            assertThat(header(answer, "Content-Security-Policy")).isEqualTo(data);
            assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        }
        for (String path : List.of("/console", "/console/index.html", "/docs/", "/docs")) {
            assertThat(header(node.get(path), "Content-Security-Policy"))
                    .contains("script-src 'self';", "frame-ancestors 'none'", "default-src 'none'")
                    .doesNotContain("unsafe");
        }
        String basic = OpsNode.basic("viewer", PASSWORD);
        assertThat(header(node.get("/v1/ops/session", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
        assertThat(header(node.get("/v1/ops;x/session", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
        assertThat(header(node.get("/v1/ops/probe/fault", "Authorization", basic), "Cache-Control"))
                .isEqualTo("no-store");
    }

    /** The only one that is open is the one to log in by; and the probe has some to show that this test can fail. */
    @Test
    void everyOperatorResourceNamesARole() {
        List<String> without = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int checked = 0;
        for (Object registered : node.environment().jersey().getResourceConfig().getInstances()) {
            Resource resource = Resource.from(registered.getClass());
            if (resource != null) {
                checked += check(resource, "", without, open);
            }
        }
        for (Class<?> registered :
                node.environment().jersey().getResourceConfig().getClasses()) {
            Resource resource = Resource.from(registered);
            if (resource != null) {
                checked += check(resource, "", without, open);
            }
        }

        assertThat(checked).isGreaterThanOrEqualTo(8);
        assertThat(open).containsExactly("SessionResource.logIn", "SessionResource.status");
        assertThat(without)
                .containsExactlyInAnyOrder("ProbeResource.forgotten", "ProbeResource.misspelt", "ProbeResource.below");
    }

    private static int check(Resource resource, String parent, List<String> without, List<String> open) {
        String path = (parent + "/" + String.valueOf(resource.getPath())).replaceAll("/+", "/");
        int checked = 0;
        if ((path + "/").startsWith("/v1/ops/")) {
            List<ResourceMethod> methods = new ArrayList<>(resource.getResourceMethods());
            if (resource.getResourceLocator() != null) {
                methods.add(resource.getResourceLocator());
            }
            for (ResourceMethod each : methods) {
                Method method = each.getInvocable().getDefinitionMethod();
                String name = method.getDeclaringClass().getSimpleName() + "." + method.getName();
                RolesAllowed roles = method.isAnnotationPresent(RolesAllowed.class)
                        ? method.getAnnotation(RolesAllowed.class)
                        : method.getDeclaringClass().getAnnotation(RolesAllowed.class);
                checked++;
                if (method.isAnnotationPresent(PermitAll.class)) {
                    open.add(name);
                } else if (roles == null
                        || !Arrays.stream(roles.value())
                                .allMatch(word -> Role.of(word).isPresent())) {
                    without.add(name);
                }
            }
        }
        for (Resource child : resource.getChildResources()) {
            checked += check(child, path, without, open);
        }
        return checked;
    }

    private int change(Session session, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Cookie", session.cookie()));
        all.addAll(List.of(headers));
        return node.send("POST", "/v1/ops/probe/admin", null, all.toArray(new String[0]))
                .statusCode();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return String.join(" and ", answer.headers().allValues(name));
    }

    private Jdbi jdbi() {
        return Jdbi.create(stores.dataSource());
    }

    private Session session(String role) {
        return TestOperators.session(stores.dataSource(), role);
    }
}
