package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.api.request.JsonBody;
import touchline.api.route.Receipt;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

/** Well-formed and malformed HTTP requests, and how every route answers them. */
@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class RequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CRLF = "\r\n";
    private static final String LATE_ORDER = "{\"instrumentId\":\"4\",\"side\":\"BUY\",\"quantity\":1}";

    private OpsNode node;
    private RedisClient redis;
    private Socket slow;
    private long lateAt;

    @BeforeAll
    void start(SharedNode shared) throws Exception {
        node = shared.node();
        redis = shared.redis();
        for (long id = 1; id <= 40; id++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(id),
                            "Player " + id,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
        beginSlowly();
    }

    @AfterAll
    void stop() throws Exception {
        slow.close();
    }

    @Test
    void jettysRefusalsAreProblems() throws Exception {
        assertProblem(raw("GET /v1/status HTTP/1.1" + CRLF + CRLF), 400, "bad-request"); // no Host
        assertProblem(raw("NONSENSE" + CRLF + CRLF), 400, "bad-request");
        assertProblem(raw(request("GET", "/v1/%zz", "")), 400, "bad-request");
        assertProblem(raw(request("GET", "/v1/%00", "")), 400, "bad-request");
        assertProblem(raw(request("GET", "/v1/..;/status", "")), 400, "bad-request");
        assertProblem(raw(request("GET", "/v1/status", "Content-Length: x" + CRLF)), 400, "bad-request");
        assertProblem(
                raw(request("POST", "/v1/orders", "Transfer-Encoding: chunked" + CRLF + "Content-Length: 4" + CRLF)),
                400,
                "bad-request");
        assertProblem(raw(request("GET", "/v1/" + "x".repeat(20_000), "")), 414, "uri-too-long");
        assertProblem(
                raw(request("GET", "/v1/status", "X-Long: " + "x".repeat(20_000) + CRLF)), 431, "headers-too-large");
        assertProblem(raw(request("TRACE", "/v1/status", "")), 405, "method-not-allowed");
        assertProblem(raw(request("BREW", "/v1/status", "")), 405, "method-not-allowed");
        assertProblem(raw(request("GET", "/console/app/nothing.js", "")), 404, "not-found");
        assertProblem(raw(request("GET", "/nothing", "")), 404, "not-found");
    }

    @Test
    void jerseysRefusalsAreProblems() throws Exception {
        HttpResponse<String> wrongMethod = node.send("PUT", "/v1/orders", "{}", trader());
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
        assertThat(problem(wrongMethod)).isEqualTo("method-not-allowed");
        HttpResponse<String> wrongType = node.send("GET", "/v1/status", null, "Accept", "image/png");
        assertThat(problem(wrongType)).isEqualTo("not-acceptable");
        HttpResponse<String> form =
                node.send("POST", "/v1/orders", "a=b", trader("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(problem(form)).isEqualTo("unsupported-media-type");
    }

    @Test
    void thePlaceOfAnErrorInABodyIsReported() throws Exception {
        HttpResponse<String> malformed = post("{\"instrumentId\": \"1\",\n  \"side\": BUY}");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(problem(malformed)).isEqualTo("malformed-json");
        assertThat(malformed.body()).contains("line 2").contains("column");

        HttpResponse<String> unknown =
                post("{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1,\"quantty\":2,\"x\":{}}");
        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(unknown.body()).get("errors").findValuesAsText("field"))
                .containsExactly("quantty", "x");
    }

    @Test
    void aBodyIsReadUpToItsMaximumSize() throws Exception {
        assertProblem(
                raw(request(
                        "POST",
                        "/v1/orders",
                        auth() + "Content-Type: application/json" + CRLF + "Content-Length: 1000000000" + CRLF)),
                413,
                "too-large");
        String chunk = "4000" + CRLF + " ".repeat(0x4000) + CRLF;
        assertProblem(
                raw(request(
                                "POST",
                                "/v1/orders",
                                auth() + "Content-Type: application/json" + CRLF + "Transfer-Encoding: chunked" + CRLF)
                        + chunk
                        + chunk),
                413,
                "too-large");
        String gzip =
                auth() + "Content-Type: application/json" + CRLF + "Content-Encoding: gzip" + CRLF + "Content-Length: ";
        String bomb = RawHttp.zipped(" ".repeat(5_000_000));
        assertThat(bomb).hasSizeLessThan(JsonBody.LARGEST);
        assertProblem(raw(request("POST", "/v1/orders", gzip + bomb.length() + CRLF) + bomb), 413, "too-large");
        assertProblem(raw(request("POST", "/v1/orders", gzip + "9" + CRLF) + "no gzip!!"), 400, "bad-request");
        String good = RawHttp.zipped("{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":1}");
        assertThat(raw(request("POST", "/v1/orders", gzip + good.length() + CRLF) + good))
                .startsWith("HTTP/1.1 201 ");
        assertThat(raw(request("POST", "/v1/orders", gzip + good.length() + CRLF)
                        + good.substring(0, good.length() - 9)))
                .as("the rest never comes, and nothing says so")
                .doesNotStartWith("HTTP/1.1 5");
    }

    /** Found by forging tokens: Jetty took one for the other where the good one had come before over the same connection. */
    @Test
    void aForgedTokenIsRefusedAfterTheRealOneOnTheSameConnection() throws Exception {
        String good = TestNode.token("ruth");
        int at = good.lastIndexOf('.') - 10;
        while (!Character.isLetter(good.charAt(at))) {
            at--;
        }
        char letter = good.charAt(at);
        char other = Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
        String forged = good.substring(0, at) + other + good.substring(at + 1);
        for (int n = 0; n < 3; n++) {
            assertThat(node.get("/v1/me", "Authorization", "Bearer " + good).statusCode())
                    .isEqualTo(200);
            assertThat(node.get("/v1/me", "Authorization", "Bearer " + forged).statusCode())
                    .isEqualTo(401);
        }
    }

    /** As it does where a node is suspended in the midst of it. The first half was sent before the other tests, which is long ago when this one runs. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aRequestWithALateBodyIsNotExecuted() throws Exception {
        long left = lateAt - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
        slow.getOutputStream().write(LATE_ORDER.substring(5).getBytes(StandardCharsets.US_ASCII));
        String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).startsWith("HTTP/1.1 503 ").contains("\"type\":\"unavailable\"", "Retry-After");
        assertThat(redis.hget("holding:ruth", "4")).isNull();
    }

    private void beginSlowly() throws IOException {
        slow = new Socket(InetAddress.getLoopbackAddress(), node.port());
        slow.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
        String head = request(
                "POST",
                "/v1/orders",
                auth() + "Content-Type: application/json" + CRLF + "Content-Length: " + LATE_ORDER.length() + CRLF);
        slow.getOutputStream().write((head + LATE_ORDER.substring(0, 5)).getBytes(StandardCharsets.US_ASCII));
        lateAt = System.nanoTime() + Receipt.EXECUTABLE.plusMillis(1_500).toNanos();
    }

    @Test
    void headAndOptionsAnswerWithoutABody() throws Exception {
        HttpResponse<String> got = node.send("GET", "/v1/instruments/1", null);
        HttpResponse<String> head = node.send("HEAD", "/v1/instruments/1", null);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isEqualTo(got.headers().firstValue("ETag"));
        HttpResponse<String> options = node.send("OPTIONS", "/v1/orders", null);
        assertThat(options.statusCode()).isIn(200, 204);
        assertThat(options.headers().firstValue("Allow").orElse("")).contains("GET", "POST", "OPTIONS");
        assertThat(options.body()).doesNotContain("wadl");
    }

    @Test
    void anUnchangedAnswerIs304() throws Exception {
        for (String path :
                List.of("/v1/instruments", "/v1/instruments/1", "/v1/fixtures", "/v1/wallet", "/v1/orders")) {
            HttpResponse<String> first = node.send("GET", path, null, trader());
            assertThat(first.statusCode()).as(path).isEqualTo(200);
            String tag = first.headers().firstValue("ETag").orElseThrow();
            for (String sent : List.of(tag, "\"other\", " + tag, "*", tag.substring(2))) {
                HttpResponse<String> again = node.send("GET", path, null, trader("If-None-Match", sent));
                assertThat(again.statusCode()).as(path + " " + sent).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(again.headers().firstValue("ETag")).hasValue(tag);
            }
            assertThat(node.send("GET", path, null, trader("If-None-Match", "W/\"other\""))
                            .body())
                    .isEqualTo(first.body());
        }
        assertThat(node.send("GET", "/v1/wallet", null, trader()).headers().firstValue("Cache-Control"))
                .hasValue("private, no-cache");

        String before = tag("/v1/instruments/2");
        redis.hset("instrument:2", "price", "1000001");
        assertThat(tag("/v1/instruments/2")).isNotEqualTo(before);
    }

    @Test
    void longAnswersAreCompressedOnRequest() throws Exception {
        String plain = node.send("GET", "/v1/instruments", null).body();
        List<String> head = new ArrayList<>();
        byte[] zipped =
                RawHttp.send(node.port(), request("GET", "/v1/instruments", "Accept-Encoding: gzip" + CRLF), head);

        assertThat(head).anyMatch(line -> line.equalsIgnoreCase("Content-Encoding: gzip"));
        assertThat(RawHttp.unzipped(zipped)).isEqualTo(plain);
        String tag = head.stream()
                .filter(line -> line.startsWith("ETag: "))
                .findFirst()
                .orElseThrow()
                .substring(6);
        assertThat(node.send("GET", "/v1/instruments", null, "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(raw(request(
                        "GET", "/v1/instruments", "Accept-Encoding: gzip" + CRLF + "If-None-Match: " + tag + CRLF)))
                .startsWith("HTTP/1.1 304");
    }

    private String tag(String path) throws Exception {
        return node.send("GET", path, null).headers().firstValue("ETag").orElseThrow();
    }

    private HttpResponse<String> post(String body) throws Exception {
        return node.send("POST", "/v1/orders", body, trader());
    }

    private static String auth() {
        return "Authorization: Bearer " + TestNode.token("ruth") + CRLF;
    }

    private static String[] trader(String... more) {
        List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + TestNode.token("ruth")));
        headers.addAll(List.of(more));
        return headers.toArray(new String[0]);
    }

    private static String problem(HttpResponse<String> answer) throws IOException {
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("status").asInt()).isEqualTo(answer.statusCode());
        return problem.get("type").textValue();
    }

    private String raw(String request) throws IOException {
        return RawHttp.text(node.port(), request);
    }

    private static void assertProblem(String answer, int status, String type) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
        assertThat(answer).contains("\"type\":\"" + type + "\"", "\"status\":" + status);
        assertThat(answer).doesNotContain("jetty", "Jetty", "<html", "Exception", "java.");
    }

    private static String request(String method, String path, String headers) {
        return method + " " + path + " HTTP/1.1" + CRLF + "Host: localhost" + CRLF + "Connection: close" + CRLF
                + headers + CRLF;
    }
}
