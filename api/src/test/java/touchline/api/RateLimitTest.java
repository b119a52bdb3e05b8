package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
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
    private static final String NOTHING = "{}"; // refused with 422, once it is let through

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "RATE_LIMITS", "1",
            "LIMIT_ADDRESS", "1000 in 3600s",
            "LIMIT_LOG_INS", "3 in 3600s",
            "LIMIT_READS", "5 in 3600s",
            "LIMIT_WRITES", "4 in 3600s",
            "LIMIT_CLOSES", "2 in 3600s"));
    private OpsNode one;
    private OpsNode two;

    @BeforeAll
    void start(TestStores stores) throws Exception {
        one = OpsNode.start(stores, variables);
        variables.put("LIMIT_ADDRESS", "20 in 3600s");
        variables.put("OPERATORS_TRUSTED_PROXIES", "127.0.0.1");
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
