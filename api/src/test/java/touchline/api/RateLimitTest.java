package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class RateLimitTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PING = "{\"action\":\"ping\"}";
    private static final String NOTHING = "{}"; // refused with 422, once it is let through

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> variables = new HashMap<>(Map.of(
            "RATE_LIMITS", "1",
            "LIMIT_ADDRESS", "1000 in 3600s",
            "LIMIT_LOG_INS", "3 in 3600s",
            "LIMIT_READS", "5 in 3600s",
            "LIMIT_WRITES", "4 in 3600s",
            "LIMIT_CLOSES", "2 in 3600s",
            "STREAM_MOST_PER_ADDRESS", "2",
            "OPERATORS_TRUSTED_PROXIES", "127.0.0.1"));
    private OpsNode one;
    private OpsNode two;

    @BeforeAll
    void start(TestStores stores) throws Exception {
        one = OpsNode.start(stores, variables);
        variables.put("LIMIT_ADDRESS", "20 in 3600s");
        two = OpsNode.start(stores, variables);
    }

    @AfterAll
    void stop() throws Exception {
        two.stop();
        one.stop();
    }

    @Test
    void aUsersRequestsAreLimitedAndRetryAfterIsSent() throws Exception {
        HttpResponse<String> first = write(one, "alice");
        assertThat(first.statusCode()).isEqualTo(422);
        assertThat(first.headers().firstValue("RateLimit-Policy"))
                .hasValue("\"address\";q=1000;w=3600, \"writes\";q=4;w=3600");
        assertThat(first.headers().firstValue("RateLimit").orElse(""))
                .matches("\"address\";r=999;t=\\d+, \"writes\";r=3;t=\\d+");
        for (OpsNode node : new OpsNode[] {two, one, two}) {
            assertThat(write(node, "alice").statusCode()).isEqualTo(422);
        }
        for (OpsNode node : new OpsNode[] {one, two}) {
            HttpResponse<String> refused = write(node, "alice");
            assertThat(refused.statusCode()).as("on every node").isEqualTo(429);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).contains("\"type\":\"too-many-requests\"");
            assertThat(Long.parseLong(
                            refused.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1L, 900L);
            assertThat(refused.headers().firstValue("RateLimit").orElse("")).contains("\"writes\";r=0;");
        }

        assertThat(write(one, "bob").statusCode()).as("another user").isEqualTo(422);
        assertThat(read(one, "alice").statusCode())
                .as("reading is counted apart")
                .isEqualTo(200);
        String close = "/v1/positions/1/close";
        assertThat(one.send("POST", close, null, trader("alice")).statusCode())
                .as("and so is closing")
                .isEqualTo(404);
        assertThat(two.send("POST", close, null, trader("alice")).statusCode()).isEqualTo(404);
        assertThat(one.send("POST", close, null, trader("alice")).statusCode()).isEqualTo(429);

        for (int n = 0; n < 4; n++) {
            assertThat(read(one, "alice").statusCode()).isEqualTo(200);
        }
        assertThat(read(one, "alice").statusCode()).isEqualTo(429);
        assertThat(read(two, "alice").statusCode())
                .as("each node counts what is read of it")
                .isEqualTo(200);
    }

    @Test
    void anAddressIsLimitedAndOperatorsAreNot() throws Exception {
        for (int n = 0; n < 3; n++) {
            assertThat(logIn("192.0.2.1").statusCode()).isNotEqualTo(429);
        }
        HttpResponse<String> refused = logIn("192.0.2.1");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("RateLimit").orElse("")).contains("\"log-ins\";r=0;");
        assertThat(two.send("POST", "/v1/auth/google/;a=b", "{}", "X-Forwarded-For", "192.0.2.1")
                        .statusCode())
                .as("however the path is written")
                .isIn(400, 404, 429);
        assertThat(logIn("192.0.2.2").statusCode()).as("from elsewhere").isNotEqualTo(429);
        assertThat(logIn("2001:db8::1").statusCode()).isNotEqualTo(429);
        for (String neighbour : new String[] {"2001:db8::2", "2001:db8::ffff"}) {
            assertThat(logIn(neighbour).statusCode()).isNotEqualTo(429);
        }
        assertThat(logIn("2001:db8::3").statusCode())
                .as("a whole /64 is one caller")
                .isEqualTo(429);

        for (int n = 0; n < 20; n++) {
            assertThat(two.get("/v1/nothing", "X-Forwarded-For", "192.0.2.3").statusCode())
                    .isEqualTo(404);
        }
        assertThat(two.get("/v1/status", "X-Forwarded-For", "192.0.2.3").statusCode())
                .isEqualTo(429);
        assertThat(two.get("/v1/status", "X-Forwarded-For", "192.0.2.4").statusCode())
                .isEqualTo(200);
        for (int n = 0; n < 30; n++) {
            HttpResponse<String> ops = two.get("/v1/ops/session", "X-Forwarded-For", "192.0.2.3");
            assertThat(ops.statusCode()).isEqualTo(401);
            assertThat(ops.headers().firstValue("RateLimit")).isEmpty();
        }
    }

    /** One message at a time: the node has read all that was sent when it closes, so that the client receives the code. */
    @Test
    void messagesOfAWebSocketCountAsRequestsOfTheirAddress() throws Exception {
        String[] address = from("192.0.2.5");
        try (SocketClient socket = SocketClient.open(two.port(), address)) {
            assertThat(two.get("/v1/status", address).statusCode()).isEqualTo(200);
            for (int n = 1; n <= 18; n++) {
                socket.send(PING);
                socket.await("pong", n);
            }
            socket.send(PING);
            assertThat(socket.awaitClose()).isEqualTo(1008);
            assertThat(socket.closeReason()).contains("your address").contains("connect later");
        }
        assertThat(two.get("/v1/status", address).statusCode())
                .as("the same bucket")
                .isEqualTo(429);
        try (SocketClient other = SocketClient.open(two.port(), from("192.0.2.6"))) {
            other.send(PING);
            other.await("pong");
        }
    }

    @Test
    void anAddressHasFewStreamsWithoutATokenOfBothKinds() throws Exception {
        String[] address = from("192.0.2.7");
        try (StreamClient stream = StreamClient.open(http, one.port(), "", address);
                SocketClient socket = SocketClient.open(one.port(), address)) {
            await().atMost(SOON).until(stream::hasBegun);
            socket.await("hello");

            assertRefused(address);
            try (SocketClient more = SocketClient.open(one.port(), address)) {
                assertThat(more.awaitClose()).isEqualTo(4429);
                assertThat(more.await("error").at("/data/limit").textValue()).isEqualTo("streams-per-address");
            }
            assertBegins("another address", from("192.0.2.8"));
            assertBegins("a user", "X-Forwarded-For", "192.0.2.7", "Authorization", "Bearer " + TestNode.token("eve"));

            socket.send("{\"action\":\"authenticate\",\"token\":\"" + TestNode.token("eve") + "\"}");
            socket.await("authenticated");
            try (SocketClient next = SocketClient.open(one.port(), address)) {
                next.await("hello");
                assertRefused(address); // the user's connection counts for the user, and this one has taken its place
            }
            await().atMost(SOON).until(() -> {
                try (SocketClient next = SocketClient.open(one.port(), address)) {
                    await().atMost(SOON).until(() -> next.has("hello") || next.isClosed());
                    return next.has("hello");
                }
            });
        }
    }

    private void assertBegins(String who, String... headers) {
        try (StreamClient stream = StreamClient.open(http, one.port(), "", headers)) {
            await(who).atMost(SOON).until(stream::hasBegun);
        }
    }

    private void assertRefused(String... headers) {
        try (StreamClient stream = StreamClient.open(http, one.port(), "", headers)) {
            await().atMost(SOON).until(() -> stream.hasBegun() || stream.hasEnded());
            assertThat(stream.has("\"limit\":\"streams-per-address\"")).isTrue();
            assertThat(stream.has("\"maximum\":2")).isTrue();
        }
    }

    private static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }

    private HttpResponse<String> logIn(String address) throws Exception {
        return two.send("POST", "/v1/auth/google", "{\"idToken\":\"x\"}", "X-Forwarded-For", address);
    }

    private static HttpResponse<String> write(OpsNode node, String user) throws Exception {
        return node.send("POST", "/v1/orders", NOTHING, trader(user));
    }

    private static HttpResponse<String> read(OpsNode node, String user) throws Exception {
        return node.send("GET", "/v1/me", null, trader(user));
    }

    private static String[] trader(String user) {
        return new String[] {"Authorization", "Bearer " + TestNode.token(user)};
    }
}
