package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.api.origin.AllowedOrigins;

/** Pages of other origins call the client API only if they are named, and never with a cookie. */
class CrossOriginTest extends ClientApiSetup {
    CrossOriginTest() {
        super("origins", 7_300_000);
    }

    @Test
    void aNamedOriginMayCallTheClientApi() throws Exception {
        HttpHeaders preflight = ask("OPTIONS", "/v1/orders", "https://app.example");
        assertThat(preflight.firstValue("Access-Control-Allow-Origin")).hasValue("https://app.example");
        assertThat(preflight.firstValue("Access-Control-Allow-Headers"))
                .get()
                .asString()
                .contains("Idempotency-Key");
        assertThat(preflight.firstValue("Access-Control-Allow-Credentials")).isEmpty();
        HttpHeaders refused = ask("GET", "/v1/me", "https://other.example:8443"); // 401: the page may read why
        assertThat(refused.firstValue("Access-Control-Allow-Origin")).hasValue("https://other.example:8443");
        assertThat(refused.allValues("Vary")).anyMatch(vary -> vary.contains("Origin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "https://app.example.evil.example",
                "https://app.example:443",
                "http://app.example",
                "https://evil.app.example",
                "null",
                "*"
            })
    void anyOtherOriginMayNot(String origin) throws Exception {
        for (String method : new String[] {"OPTIONS", "GET"}) {
            HttpHeaders answer = ask(method, "/v1/me", origin);
            assertThat(answer.map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/ops/jobs",
                "/v1/ops/session",
                "/v1/%6fps/session",
                "/v1;x=1/ops/session",
                "/console/",
                "/trade/"
            })
    void nobodyMayCallTheOperatorsApi(String path) throws Exception {
        for (String method : new String[] {"OPTIONS", "GET"}) {
            assertThat(ask(method, path, "https://app.example").map().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
        }
    }

    /** Browsers send no preflight before a WebSocket, so the handshake decides. */
    @Test
    void pagesOfOtherOriginsOpenNoWebSocket() throws Exception {
        for (String origin : new String[] {"https://app.example", "http://127.0.0.1:" + node.port()}) {
            SocketClient socket = SocketClient.open(node.port(), "Origin", origin);
            socket.await("hello");
            socket.close();
        }
        for (String origin : new String[] {"https://evil.example", "http://127.0.0.1", "null", "%"}) {
            assertThat(SocketClient.refusal(node.port(), "Origin", origin))
                    .as(origin)
                    .isEqualTo(403);
        }
    }

    @Test
    void noOriginIsAllowedWithoutASetting() {
        assertThat(AllowedOrigins.parse(null).contain("https://app.example")).isFalse();
        assertThat(AllowedOrigins.parse(" ").contain(null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "app.example",
                "https://app.example/",
                "https://*.example",
                "https://u@app.example",
                "HTTPS://app.example",
                "ftp://app.example"
            })
    void whatIsNoOriginIsRefusedAtTheStart(String origin) {
        assertThatThrownBy(() -> AllowedOrigins.parse("https://app.example, " + origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("entry 2");
    }

    private HttpHeaders ask(String method, String path, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .headers();
    }
}
