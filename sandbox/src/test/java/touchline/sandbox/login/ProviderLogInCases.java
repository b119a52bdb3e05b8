package touchline.sandbox.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import touchline.sandbox.google.OidcStub;

/** Operators log in by a provider of OpenID Connect: they begin at one node and come back to another one, where admins need not enable them first. */
abstract class ProviderLogInCases {
    private static final List<String> DESK = List.of("everyone", "desk");
    private static final List<String> ADMINS = List.of("desk", "desk-admins");
    private static final UnaryOperator<JWTClaimsSet.Builder> AS_IT_IS = UnaryOperator.identity();

    private final HttpClient http = HttpClient.newHttpClient();

    /** A log-in under way: where the browser was sent, and its cookie. */
    private record Begun(URI address, String cookie) {}

    abstract OidcStub provider();

    abstract int begin();

    abstract int end();

    abstract Jdbi jdbi();

    @Test
    void anOperatorLogsInWithTheRoleOfTheGroups() throws Exception {
        assertThat(get(begin(), "/v1/ops/session/oidc").body()).contains("\"label\":\"the stub\"");
        Begun begun = begun();
        assertThat(begun.cookie()).startsWith("touchline-oidc=");

        HttpResponse<String> in = finish(begun, provider().logIn(begun.address(), "Ann@example.com", DESK, AS_IT_IS));

        assertThat(in.headers().firstValue("Location")).contains("../");
        String session = session(in);
        assertThat(get(begin(), "/v1/ops/session", "Cookie", session).body())
                .contains("\"user\":\"ann@example.com\"", "\"role\":\"operator\"");
        assertThat(audited("ann@example.com"))
                .containsExactly("create-operator by ann@example.com", "log-in by ann@example.com");

        // A new role ends the sessions of before; a new address does not make another operator.
        String admin = session(logIn("Ann@example.com", ADMINS, claims -> claims.claim("email", "anna@example.com")));
        assertThat(get(end(), "/v1/ops/session", "Cookie", session).statusCode())
                .isEqualTo(401);
        assertThat(get(end(), "/v1/ops/session", "Cookie", admin).body())
                .contains("\"user\":\"ann@example.com\"", "\"role\":\"admin\"");
        assertThat(get(end(), "/v1/ops/operators", "Cookie", admin).body())
                .contains("\"name\":\"ann@example.com\",\"role\":\"admin\",\"source\":\"PROVIDER\"");
    }

    @Test
    void aNewOperatorWaitsUntilAnAdminEnablesTheAccount() throws Exception {
        assertRefused(logInAtTheStart("new@example.com", DESK), "waiting");
        assertRefused(logInAtTheStart("new@example.com", DESK), "waiting");
        assertRefused(logIn("new@example.com", DESK, AS_IT_IS), "waiting");
        assertThat(audited("new@example.com")).containsExactly("create-operator by new@example.com");

        String admin = session(logIn("boss@example.com", ADMINS, AS_IT_IS));
        assertThat(get(end(), "/v1/ops/operators", "Cookie", admin).body())
                .contains(
                        "\"name\":\"new@example.com\",\"role\":\"operator\",\"source\":\"PROVIDER\",\"state\":\"WAITING\"");
        assertThat(change(admin, "new@example.com/enable", "{\"reason\":\"has no other account\"}"))
                .isEqualTo(200);
        String in = session(logInAtTheStart("new@example.com", DESK));

        assertThat(get(end(), "/v1/ops/session/totp", "Cookie", in).body()).contains("\"available\":false");
        assertThat(audited("new@example.com"))
                .containsExactly(
                        "create-operator by new@example.com",
                        "enable-operator by boss@example.com",
                        "log-in by new@example.com");
    }

    @Test
    void whoHasNoRoleIsRefused() throws Exception {
        assertRefused(logIn("eve@example.com", List.of("everyone"), AS_IT_IS), "no-role");
        assertRefused(logIn("eve@example.com", DESK, claims -> claims.claim("groups", null)), "no-role");
        assertRefused(logIn("eve@example.com", DESK, claims -> claims.claim("email_verified", false)), "no-name");
        assertRefused(logIn("eve@example.com", DESK, claims -> claims.claim("email_verified", null)), "no-name");
        assertRefused(logIn("not a name", DESK, AS_IT_IS), "no-name");
        assertThat(audited("eve@example.com")).isEmpty();
    }

    @Test
    void aTokenThatIsNotOfThisLogInIsRefused() throws Exception {
        for (UnaryOperator<JWTClaimsSet.Builder> forged : List.<UnaryOperator<JWTClaimsSet.Builder>>of(
                claims -> claims.claim("nonce", "another"),
                claims -> claims.claim("nonce", null),
                claims -> claims.audience("another-client"),
                claims -> claims.claim("azp", "another-client"),
                claims -> claims.issuer("https://accounts.google.com"),
                claims -> claims.issuer(claims.build().getIssuer().replaceFirst("/$", "")),
                claims -> claims.subject(null),
                claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(61))))) {
            assertRefused(logIn("eve@example.com", DESK, forged), "invalid-token");
        }
    }

    @Test
    void anAnswerThatIsNotOfThisBrowserIsRefused() throws Exception {
        Begun begun = begun();
        String answer = provider().logIn(begun.address(), "ben@example.com", DESK, AS_IT_IS);
        assertRefused(get(end(), "/console/oidc/callback" + answer), "expired");
        assertRefused(finish(begun(), answer), "expired");
        assertRefused(finish(begun, answer.replaceFirst("state=.*", "state=x")), "expired");
        assertRefused(finish(begun, answer.replaceFirst("&state", "&iss=https://evil.example&state")), "invalid-token");
        assertRefused(finish(begun, answer.replaceFirst("code=[^&]*", "error=access_denied")), "cancelled");
        assertRefused(finish(begun, answer.replaceFirst("code=", "code=x")), "unavailable");
        session(finish(begun, answer));
        assertRefused(finish(begun, answer), "unavailable"); // a code is good once
    }

    @Test
    void nobodyTakesTheNameOfAnotherOperatorAndTheDisabledStayOut() throws Exception {
        jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO operators (name, role, password_hash, created_by)
                VALUES ('kim@example.com', 'ADMIN',
                        'pbkdf2-sha512$210000$YWFhYWFhYWFhYWFhYWFhYQ==$c2rzgUImXq1U/+LUqtRgcrOYVoaVmUrK97kUa8M6QjE=', 'test')
                """));
        assertRefused(logIn("kim@example.com", DESK, AS_IT_IS), "name-taken");

        session(logIn("dan@example.com", DESK, AS_IT_IS));
        assertRefused(
                logIn("other@example.com", DESK, claims -> claims.claim("email", "dan@example.com")), "name-taken");
        String admin = session(logIn("chief@example.com", ADMINS, AS_IT_IS));
        assertThat(change(admin, "dan@example.com/role", "{\"role\":\"admin\",\"reason\":\"test\"}"))
                .isEqualTo(409);
        assertThat(change(admin, "dan@example.com/reset-password", "{\"reason\":\"test\"}"))
                .isEqualTo(409);
        assertThat(change(admin, "dan@example.com/disable", "{\"reason\":\"has left\"}"))
                .isEqualTo(200);
        assertRefused(logIn("dan@example.com", DESK, AS_IT_IS), "disabled");
    }

    private HttpResponse<String> logIn(String email, List<String> groups, UnaryOperator<JWTClaimsSet.Builder> change)
            throws Exception {
        Begun begun = begun();
        return finish(begun, provider().logIn(begun.address(), email, groups, change));
    }

    private HttpResponse<String> logInAtTheStart(String email, List<String> groups) throws Exception {
        Begun begun = begun();
        String answer = provider().logIn(begun.address(), email, groups, AS_IT_IS);
        return finish(begin(), begun, answer);
    }

    private Begun begun() throws Exception {
        HttpResponse<String> sent = get(begin(), "/console/oidc/start");
        assertThat(sent.statusCode()).isEqualTo(303);
        String cookie = sent.headers().firstValue("Set-Cookie").orElse("");
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        return new Begun(URI.create(sent.headers().firstValue("Location").orElse("")), cookie.split(";", 2)[0]);
    }

    private HttpResponse<String> finish(Begun begun, String answer) throws Exception {
        return finish(end(), begun, answer);
    }

    private HttpResponse<String> finish(int port, Begun begun, String answer) throws Exception {
        return get(port, "/console/oidc/callback" + answer, "Cookie", begun.cookie(), "Sec-Fetch-Site", "cross-site");
    }

    private static String session(HttpResponse<String> in) {
        List<String> cookies = in.headers().allValues("Set-Cookie");
        assertThat(cookies).as(in.headers().map().toString()).hasSize(2);
        assertThat(cookies.get(0)).startsWith("touchline-oidc=;").contains("Max-Age=0");
        assertThat(cookies.get(1)).startsWith("touchline-operator=").contains("HttpOnly", "SameSite=Strict");
        return cookies.get(1).split(";", 2)[0];
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.headers().firstValue("Location")).contains("../?oidc=" + why);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(one -> one.startsWith("touchline-operator"));
    }

    private int change(String session, String path, String body) throws Exception {
        String csrf = get(end(), "/v1/ops/session", "Cookie", session)
                .body()
                .replaceFirst(".*\"csrfToken\":\"([^\"]+)\".*", "$1");
        return http.send(
                        request(end(), "/v1/ops/operators/" + path)
                                .header("Cookie", session)
                                .header("X-CSRF-Token", csrf)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(port, path);
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private List<String> audited(String name) {
        return jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT action || ' by ' || actor FROM job_audit WHERE subject = :subject ORDER BY id")
                .bind("subject", "operator:" + name)
                .mapTo(String.class)
                .list());
    }
}
