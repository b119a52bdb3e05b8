package touchline.sandbox.google;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountChooserTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aPickedNameComesBackAsAnIdTokenBehindTheHash() throws Exception {
        try (GoogleStub google = GoogleStubs.start()) {
            URI page = address(google, "http://localhost:8080/trade/signed-in");
            assertThat(send(HttpRequest.newBuilder(page)).body()).contains("Pick a name");

            HttpResponse<String> back = pick(page, "name=Zo%C3%AB");

            assertThat(back.statusCode()).isEqualTo(303);
            String location = back.headers().firstValue("Location").orElse("");
            assertThat(location).startsWith("http://localhost:8080/trade/signed-in#");
            Map<String, String> answer = FormFields.of(location.substring(location.indexOf('#') + 1));
            assertThat(answer).containsEntry("state", "s+1");
            JWTClaimsSet claims =
                    SignedJWT.parse(String.valueOf(answer.get("id_token"))).getJWTClaimsSet();
            assertThat(claims.getStringClaim("name")).isEqualTo("Zoë");
            assertThat(claims.getStringClaim("nonce")).isEqualTo("n1");
            assertThat(claims.getAudience()).containsExactly("app");
            assertThat(claims.getSubject()).isEqualTo(GoogleStub.subjectOf("Zoë"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/trade",
                "http://localhost.evil.example/",
                "http://localhost:80@evil.example/",
                "//evil.example",
                "http://localhost/#a",
                "javascript:alert(1)",
                ""
            })
    void noOtherMachineGetsAToken(String back) throws Exception {
        try (GoogleStub google = GoogleStubs.start()) {
            assertThat(pick(address(google, back), "name=alice").statusCode()).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name=", "name=%20", "nickname=alice"})
    void aNameIsNeeded(String form) throws Exception {
        try (GoogleStub google = GoogleStubs.start()) {
            assertThat(pick(address(google, "http://127.0.0.1:1/"), form).statusCode())
                    .isEqualTo(400);
        }
    }

    private static URI address(GoogleStub google, String back) {
        return URI.create(google.authorizeUrl()
                + "?client_id=app&response_type=id_token&nonce=n1&state=s%2B1&redirect_uri="
                + URLEncoder.encode(back, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> pick(URI page, String form) throws Exception {
        return send(HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
