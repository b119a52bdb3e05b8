package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.key.Keys;
import touchline.market.money.Price;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** An instrument that is answered in front of Jersey is answered, byte for byte, as by its resource. */
@ExtendWith(StoresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DirectReadsTest {
    private static final String DIRECT = "";
    /** Accepts the same, in a spelling that is left to Jersey. */
    private static final String BY_RESOURCE = "Accept: application/*\r\n";

    private OpsNode node;
    private String redisUrl;
    private int callers;

    @BeforeAll
    void start(TestStores stores) throws Exception {
        node = OpsNode.start(
                stores,
                Map.of(
                        "RATE_LIMITS", "1",
                        "LIMIT_ADDRESS", "3 in 3600s",
                        "CORS_ORIGINS", "https://app.example",
                        "OPERATORS_TRUSTED_PROXIES", "127.0.0.1"));
        redisUrl = stores.redisUrl();
        try (RedisClient redis = RedisClient.create(redisUrl)) {
            for (int id = 1; id <= 2; id++) {
                new Instruments(redis)
                        .list(new Listing(
                                InstrumentId.of(id),
                                "Jürgen " + id,
                                1,
                                "Team",
                                "Midfielder",
                                Price.of(1_000_000),
                                1_000_000));
            }
        }
        try (Jedis redis = new Jedis(redisUrl)) {
            redis.hset(Keys.instrument(2), "price", "high");
        }
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Accept-Encoding: gzip\r\n",
                "Origin: https://app.example\r\n",
                "Origin: https://other.example\r\n",
                "Authorization: Bearer nobody\r\n",
                "Idempotency-Key: a\r\nIdempotency-Key: b\r\n",
                "Connection: close\r\n",
                "If-None-Match: \"other\"\r\n",
                "If-None-Match: *\r\n",
                "Content-Length: 0\r\n",
                "Content-Length: 2\r\nContent-Type: text/plain\r\n"
            })
    void theAnswerIsThatOfTheResource(String headers) throws Exception {
        for (String path : new String[] {"1", "2", "3", "01", "x", "1;a=b", "1?", "1?a=b", "1/", "%31"}) {
            for (String method : new String[] {"GET", "HEAD", "DELETE"}) {
                assertThat(answer(method, path, DIRECT + headers, caller()))
                        .as("%s %s %s", method, path, headers)
                        .isEqualTo(answer(method, path, BY_RESOURCE + headers, caller()));
            }
        }
    }

    @Test
    void aPlainReadIsOk() throws Exception {
        assertThat(answer("GET", "1", DIRECT, caller()))
                .contains("HTTP/1.1 200 OK", "\"name\":\"Jürgen 1\"", "ETag: W/", "r=2;");
        assertThat(answer("GET", "2", DIRECT, caller())).contains("HTTP/1.1 503", "\"reason\":\"unreadable\"", "r=2;");
        assertThat(answer("GET", "3", DIRECT, caller())).contains("HTTP/1.1 404", "r=2;");
    }

    @Test
    void eachReadIsChargedOnceAndRefusedAlike() throws Exception {
        String direct = caller();
        String other = caller();
        for (int n = 1; n <= 4; n++) {
            String id = n == 2 ? "3" : "1"; // one that there is not
            String answer = answer("GET", id, DIRECT, direct);
            assertThat(answer).isEqualTo(answer("GET", id, BY_RESOURCE, other));
            assertThat(answer).contains("\"address\";r=" + Math.max(0, 3 - n) + ";");
            assertThat(answer.contains("HTTP/1.1 429")).isEqualTo(n == 4);
        }
    }

    @Test
    void readsAreMeasuredAlike() throws Exception {
        double before = measured();
        answer("GET", "1", DIRECT, caller());
        answer("GET", "1", BY_RESOURCE, caller());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(measured() - before).isEqualTo(2));
    }

    private double measured() throws Exception {
        return node.client()
                .admin("/metrics")
                .lines()
                .filter(
                        line -> line.startsWith(
                                "touchline_http_request_seconds_count{method=\"GET\",route=\"/v1/instruments/{id}\",status=\"2xx\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** An address that has made no request yet. */
    private String caller() {
        callers++;
        return "198.51." + callers / 256 + "." + callers % 256;
    }

    /** Without what changes from second to second. */
    private String answer(String method, String path, String headers, String caller) throws IOException {
        List<String> head = new ArrayList<>();
        byte[] body = RawHttp.send(
                node.port(),
                method + " /v1/instruments/" + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + caller
                        + "\r\n" + headers + "\r\n"
                        + (headers.contains("Content-Length: 2") ? "{}" : ""),
                head);
        return String.join("\n", head)
                        .replaceFirst("Date: .*", "Date: now")
                        .replaceAll(";t=\\d+", ";t=some")
                        .replaceFirst("Retry-After: \\d+", "Retry-After: some")
                + "\n\n"
                + new String(body, StandardCharsets.UTF_8).replaceFirst("Try again in \\d+ s", "Try again in some s");
    }
}
