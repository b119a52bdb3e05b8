package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static touchline.api.operator.TestOperators.PASSWORD;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.operator.TestOperators.Session;
import touchline.api.operator.account.Role;

/** The role that each resource of operators needs, and paths that try to avoid the check. */
abstract class OperatorRoleCases {
    abstract OperatorAccessSetup setup();

    @BeforeEach
    void begin() throws Exception {
        setup().reset();
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, 200, 403, 403",
        "operator, 200, 200, 403",
        "admin, 200, 200, 200",
    })
    void roleLimitsSessionAndBasic(String role, int see, int steer, int change) throws Exception {
        Session session = setup().session(role);
        for (String[] headers :
                List.of(session.headers(), new String[] {"Authorization", OpsNode.basic(role, PASSWORD)})) {
            assertThat(setup().node().get("/v1/ops/probe/viewer", headers).statusCode())
                    .isEqualTo(see);
            assertThat(setup().node()
                            .send("POST", "/v1/ops/probe/operator", null, headers)
                            .statusCode())
                    .isEqualTo(steer);
            HttpResponse<String> changed = setup().node().send("POST", "/v1/ops/probe/admin", null, headers);
            assertThat(changed.statusCode()).isEqualTo(change);
            if (change == 403) {
                assertThat(changed.body()).contains("\"type\":\"forbidden\"");
                assertThat(changed.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
        }
    }

    @Test
    void knowsNameAndAddressOfTheOperator() throws Exception {
        HttpResponse<String> seen = setup().node()
                .get(
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
        assertThat(setup().node().get("/v1/ops/probe/" + door).statusCode()).isEqualTo(401);
        assertThat(setup().node()
                        .get("/v1/ops/probe/" + door, "Authorization", OpsNode.basic("admin", PASSWORD))
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
                        setup().node().get(path).statusCode(),
                        setup().node().send("HEAD", path, null).statusCode(),
                        setup().node().send("OPTIONS", path, null).statusCode()))
                .containsOnly(status);
    }

    @Test
    void separatesTradersAndOperators() throws Exception {
        String token = "Bearer " + TestNode.token("alice");
        assertThat(setup().node().get("/v1/me", "Authorization", token).statusCode())
                .isEqualTo(200);
        for (String path : List.of("/v1/ops/session", "/v1/ops/probe/viewer", "/v1/ops/probe/forgotten")) {
            assertThat(setup().node().get(path, "Authorization", token).statusCode())
                    .isEqualTo(401);
            assertThat(setup().node()
                            .get(path + "?access_token=" + TestNode.token("alice"))
                            .statusCode())
                    .isEqualTo(401);
        }

        Session admin = setup().session("admin");
        assertThat(setup().node().get("/v1/me", admin.headers()).statusCode()).isEqualTo(401);
        assertThat(setup().node()
                        .get("/v1/me", "Authorization", OpsNode.basic("admin", PASSWORD))
                        .statusCode())
                .isEqualTo(401);
        // A request with a trader's token is refused, even when it also carries an operator's cookie.
        assertThat(setup().node()
                        .get("/v1/ops/session", "Cookie", admin.cookie(), "Authorization", token)
                        .statusCode())
                .isEqualTo(401);
    }

    /** Open are only those to log in by; and the probe has some to show that this test can fail. */
    @Test
    void everyOperatorResourceNamesARole() {
        List<String> without = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int checked = 0;
        for (Object registered :
                setup().node().environment().jersey().getResourceConfig().getInstances()) {
            Resource resource = Resource.from(registered.getClass());
            if (resource != null) {
                checked += check(resource, "", without, open);
            }
        }
        for (Class<?> registered :
                setup().node().environment().jersey().getResourceConfig().getClasses()) {
            Resource resource = Resource.from(registered);
            if (resource != null) {
                checked += check(resource, "", without, open);
            }
        }

        assertThat(checked).isGreaterThanOrEqualTo(8);
        assertThat(open)
                .containsExactlyInAnyOrder("SessionResource.logIn", "SessionResource.status", "OidcResource.provider");
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
}
