package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Headers, versions and methods that no good client sends: the answer says what to change, and nothing untrue. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHeadersTest {
    private static final String CRLF = "\r\n";
    private static final List<String> PAGES =
            List.of("/", "/trade", "/trade/portfolio", "/status", "/docs", "/console");

    private int port;

    @BeforeAll
    void start(SharedNode shared) {
        port = shared.node().port();
    }

    @Test
    void aJsonAnswerHasNoParametersOfAccept() throws Exception {
        for (String accept : List.of(
                "application/json;charset=utf-16",
                "application/json;charset=iso-8859-1",
                "application/json;version=2",
                "application/json;x=\"a<b>\"")) {
            for (String path : List.of("/v1/market", "/v1/me", "/openapi.json")) {
                assertThat(send("GET", path, auth("ruth") + "Accept: " + accept + CRLF))
                        .as(path + " " + accept)
                        .startsWith("HTTP/1.1 200 ")
                        .containsPattern("(?i)\ncontent-type: application/json\n");
            }
        }
    }

    @Test
    void twoCredentialsAreRefused() throws Exception {
        for (String path : List.of("/v1/me", "/v1/stream", "/v1/ws", "/v1/ops/jobs")) {
            assertThat(send("GET", path, auth("ruth") + auth("mallory")))
                    .as(path)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("\"type\":\"bad-request\"", "one Authorization header")
                    .doesNotContain("mallory");
        }
    }

    @Test
    void aMethodThatAPageDoesNotHaveIsRefusedWithThoseThatItHas() throws Exception {
        for (String path : PAGES) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "PROPFIND")) {
                assertThat(send(method, path, ""))
                        .as(method + " " + path)
                        .startsWith("HTTP/1.1 405 ")
                        .contains("\"type\":\"method-not-allowed\"")
                        .containsPattern("(?i)\nallow: [A-Z, ]*GET");
            }
        }
    }

    @Test
    void whatNoVersionOfHttpHasIsRefusedWithWhatToSend() throws Exception {
        assertThat(send("POST", "/v1/orders", "Expect: 200-ok" + CRLF))
                .startsWith("HTTP/1.1 417 ")
                .contains("100-continue");
        for (String version : List.of("HTTP/2.0", "HTTP/1.12")) {
            assertThat(RawHttp.text(port, "GET /v1/market " + version + CRLF + "Host: a" + CRLF + CRLF))
                    .as(version)
                    .contains("Use HTTP/1.1.");
        }
    }

    @Test
    void aBodyOfAWildcardTypeIsRefused() throws Exception {
        for (String type : List.of("application/*", "*/*")) {
            assertThat(send(
                            "POST",
                            "/v1/orders",
                            auth("ruth") + "Content-Type: " + type + CRLF + "Content-Length: 2" + CRLF,
                            "{}"))
                    .as(type)
                    .startsWith("HTTP/1.1 415 ");
        }
    }

    private static String auth(String user) {
        return "Authorization: Bearer " + TestNode.token(user) + CRLF;
    }

    private String send(String method, String path, String headers) throws IOException {
        return send(method, path, headers, "");
    }

    private String send(String method, String path, String headers, String body) throws IOException {
        return RawHttp.text(
                port,
                method + " " + path + " HTTP/1.1" + CRLF + "Host: localhost" + CRLF + "Connection: close" + CRLF
                        + headers + CRLF + body);
    }
}
