package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.api.TestNode.Answer;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;

@ExtendWith(SharedNode.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ClientApiTest {
    private TestNode node;
    private RedisClient redis;
    private int tests;
    private String alice;
    private String bob;
    private long first;

    @BeforeEach
    void start(SharedNode shared) throws Exception {
        node = shared.node().client();
        redis = shared.redis();
        tests++;
        alice = "alice-" + tests;
        bob = "bob-" + tests;
        first = 1_000 + 10L * tests;
        for (int n = 0; n < 3; n++) {
            new Instruments(redis)
                    .list(new Listing(
                            InstrumentId.of(first + n),
                            "Player " + n,
                            100,
                            "Team",
                            "Midfielder",
                            Price.of(1_000_000),
                            100_000));
        }
        assertThat(node.as(alice, "GET", "/v1/me", null).status()).isEqualTo(200);
    }

    @Test
    void anOrderIsFilledAndRead() throws Exception {
        Answer order = node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "10"));

        assertThat(order.status()).isEqualTo(201);
        assertThat(order.location())
                .as("holds behind any proxy")
                .isEqualTo("orders/" + order.body().get("id").asText());
        assertThat(order.body().toString())
                .contains(
                        "\"side\":\"BUY\"",
                        "\"quantity\":10",
                        "\"averagePrice\":\"100.0050\"",
                        "\"amount\":\"1000.0500\"",
                        "\"fee\":\"10.0005\"");
        assertThat(node.as(alice, "GET", "/v1/wallet", null).body().get("cash").asText())
                .isEqualTo("8989.9495");
        assertThat(node.as(alice, "GET", "/v1/holdings", null).body().toString())
                .contains("\"instrumentId\":\"" + first + "\"", "\"quantity\":10");
        String path = "/v1/orders/" + order.body().get("id").asText();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.as(alice, "GET", path, null).status() == 200);
        assertThat(node.as(bob, "GET", path, null).problem()).isEqualTo("not-found");
    }

    @Test
    void aPositionIsOpenedChangedClosedAndClosedAgain() throws Exception {
        Answer opened =
                node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "5", "10", ",\"stopLoss\":\"96.0000\""));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.body().get("entryPrice").asText()).isEqualTo("100.2000");
        assertThat(opened.body().get("washOutPrice").asText()).isEqualTo("95.1900");
        assertThat(opened.body().get("closedAt").isNull()).isTrue();
        String path = "/v1/positions/" + opened.body().get("id").asText();

        Answer amended = node.as(alice, "PATCH", path, "{\"stopLoss\":null,\"takeProfit\":\"120\"}");
        assertThat(amended.body().get("stopLoss").isNull()).isTrue();
        assertThat(amended.body().get("takeProfit").asText()).isEqualTo("120.0000");

        assertThat(node.as(bob, "POST", path + "/close", null).problem()).isEqualTo("not-found");
        Answer closed = node.as(alice, "POST", path + "/close", null);
        assertThat(closed.body().get("closeReason").asText()).isEqualTo("USER");
        assertThat(closed.body().get("realisedPnl").asText()).isEqualTo("-1.0000");
        Answer again = node.as(alice, "POST", path + "/close", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.problem()).isEqualTo("position-closed");
        assertThat(again.body().get("close").get("closePrice").asText()).isEqualTo("100.0000");
        assertThat(node.as(alice, "PATCH", path, "{\"stopLoss\":null}").problem())
                .isEqualTo("position-closed");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> node.as(alice, "GET", "/v1/positions?status=closed", null)
                                .body()
                                .get("items")
                                .size()
                        == 1);
    }

    @Test
    void invalidInputIsReportedByFieldAndChangesNothing() throws Exception {
        redis.hset("instrument:" + (first + 2), "frozen", "1");
        List<String> before = books();

        for (String quantity : List.of(
                "0",
                "-1",
                "-9223372036854775808",
                "1.5",
                "1e3",
                "\"5\"",
                "true",
                "null",
                "[]",
                "100001",
                "9007199254740991",
                "9007199254740992",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "99999999999999999999999999")) {
            assertInvalid("/v1/orders", order(instrument(1), "BUY", quantity), "quantity");
            assertInvalid("/v1/positions", position("\"LONG\"", quantity, "10", ""), "quantity");
        }
        for (String leverage : List.of("0", "21", "-1", "1.5", "\"2\"", "null", "9007199254740993")) {
            assertInvalid("/v1/positions", position("\"LONG\"", "1", leverage, ""), "leverage");
        }
        for (String price : List.of(
                "\"0\"",
                "\"-1\"",
                "\"abc\"",
                "\"1.00001\"",
                "\"1e400000000\"",
                "100.5",
                "\"NaN\"",
                "\"99999999999999999999\"",
                "{}")) {
            assertInvalid("/v1/positions", position("\"LONG\"", "1", "2", ",\"stopLoss\":" + price), "stopLoss");
        }
        assertInvalid("/v1/positions", position("\"LONG\"", "1", "2", ",\"stopLoss\":\"100\""), "stopLoss");
        assertInvalid("/v1/positions", position("\"SHORT\"", "1", "2", ",\"stopLoss\":\"99\""), "stopLoss");
        assertInvalid("/v1/positions", position("\"LONG\"", "1", "2", ",\"takeProfit\":\"99\""), "takeProfit");
        assertInvalid("/v1/positions", position("\"SIDEWAYS\"", "1", "2", ""), "direction");
        assertInvalid("/v1/orders", order(instrument(1), "buy", "1"), "side");
        assertInvalid("/v1/orders", "{\"instrumentId\":" + first + ",\"side\":\"BUY\",\"quantity\":1}", "instrumentId");
        assertInvalid(
                "/v1/orders",
                "{\"instrumentId\":\"" + first + "\",\"side\":\"BUY\",\"quantity\":1,\"cheat\":true}",
                "cheat");

        assertProblem(node.as(alice, "POST", "/v1/orders", order("999", "BUY", "1")), 404, "not-found");
        assertProblem(node.as(alice, "POST", "/v1/orders", order("9007199254740993", "BUY", "1")), 404, "not-found");
        assertProblem(node.as(alice, "POST", "/v1/orders", order("../1", "BUY", "1")), 404, "not-found");
        assertProblem(node.as(alice, "POST", "/v1/orders", order(instrument(3), "BUY", "1")), 409, "instrument-frozen");
        assertProblem(
                node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "99999")), 409, "limit-exceeded");
        assertProblem(
                node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "1000")), 409, "insufficient-funds");
        assertProblem(
                node.as(alice, "POST", "/v1/orders", order(instrument(1), "SELL", "1")), 409, "insufficient-holding");
        assertProblem(
                node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "1001", "20", "")), 409, "limit-exceeded");
        assertProblem(
                node.as(
                        alice,
                        "POST",
                        "/v1/orders",
                        "{\"instrumentId\":\"" + first + "\",\"side\":\"BUY\",\"quantity\":1,\"worstPrice\":\"99\"}"),
                409,
                "price-moved");
        for (String malformed :
                List.of("", "{", "[]", "nonsense", "{\"quantity\":1,\"quantity\":2}", "{\"a\":1}{", "\"text\"")) {
            assertProblem(node.as(alice, "POST", "/v1/orders", malformed), 400, "malformed-json");
        }
        assertProblem(node.as(alice, "POST", "/v1/orders", "{\"a\":\"" + "x".repeat(20_000) + "\"}"), 413, "too-large");
        assertProblem(node.as(alice, "POST", "/v1/orders", "[".repeat(5_000)), 400, "malformed-json");
        assertProblem(node.as(alice, "GET", "/v1/positions/abc", null), 404, "not-found");
        assertProblem(node.as(alice, "GET", "/v1/positions/9007199254740993", null), 404, "not-found");
        assertProblem(node.as(alice, "GET", "/v1/orders?limit=0", null), 422, "validation");
        assertProblem(node.as(alice, "GET", "/v1/orders?cursor=x", null), 422, "validation");

        assertThat(books()).isEqualTo(before);
    }

    @Test
    void theLimitsOfAUserSayWhatIsUsed() throws Exception {
        node.as(alice, "POST", "/v1/orders", order(instrument(1), "BUY", "10"));
        JsonNode before = node.as(alice, "GET", "/v1/market/limits", null).body();
        Answer opened = node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "5", "10", ""));
        JsonNode after = node.as(alice, "GET", "/v1/market/limits", null).body();

        assertThat(before.at("/openPositions/used").asInt()).isZero();
        assertThat(after.at("/openPositions/used").asInt()).isEqualTo(1);
        BigDecimal shares = new BigDecimal(before.at("/exposure/used").asText());
        assertThat(shares).isBetween(BigDecimal.valueOf(1_000), BigDecimal.valueOf(1_011));
        assertThat(new BigDecimal(after.at("/exposure/used").asText()).subtract(shares))
                .isEqualByComparingTo(
                        new BigDecimal(opened.body().get("entryPrice").asText()).multiply(BigDecimal.valueOf(5)));
        assertProblem(node.call("GET", "/v1/market/limits", null), 401, "unauthorized");
    }

    @Test
    void unknownRoutesMethodsAndTypesAreProblems() throws Exception {
        assertProblem(node.call("GET", "/v1/nowhere", null), 404, "not-found");
        assertProblem(node.as(alice, "DELETE", "/v1/orders", null), 405, "method-not-allowed");
        assertProblem(
                node.call(
                        "POST",
                        "/v1/orders",
                        "x",
                        "Content-Type",
                        "text/plain",
                        "Authorization",
                        "Bearer " + TestNode.token(alice)),
                415,
                "unsupported-media-type");
        assertProblem(node.call("GET", "/v1/instruments", null, "Accept", "image/png"), 406, "not-acceptable");
    }

    @Test
    void requestsWithoutAValidTokenAreUnauthorized() throws Exception {
        String good = TestNode.token(alice);
        for (String token : List.of(
                "",
                "x",
                good + "x",
                good.substring(0, good.length() - 4),
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbGljZSJ9.")) {
            assertProblem(
                    node.call("GET", "/v1/wallet", null, "Authorization", "Bearer " + token), 401, "unauthorized");
        }
        assertProblem(node.call("GET", "/v1/wallet", null), 401, "unauthorized");
    }

    @Test
    void fiftyRequestsUnderOneKeyAreOneOrder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int n = 0; n < 50; n++) {
                calls.add(() -> keyed("once", order(instrument(1), "BUY", "1")));
            }
            Set<String> ids = new HashSet<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().status()).isEqualTo(201);
                ids.add(answer.get().body().get("id").asText());
            }
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(redis.hget("holding:" + alice, instrument(1))).isEqualTo("1");
        assertThat(keyed("once", "{ \"quantity\":1, \"side\":\"BUY\", \"instrumentId\":\"" + first + "\" }")
                        .status())
                .as("the same, written otherwise")
                .isEqualTo(201);
        assertProblem(keyed("once", order(instrument(1), "BUY", "2")), 422, "idempotency-key-reused");
        assertProblem(keyed("x".repeat(129), order(instrument(1), "BUY", "2")), 422, "validation");
    }

    private Answer keyed(String key, String body) throws Exception {
        return node.call(
                "POST", "/v1/orders", body, "Idempotency-Key", key, "Authorization", "Bearer " + TestNode.token(alice));
    }

    private void assertInvalid(String path, String body, String field) throws Exception {
        Answer answer = node.as(alice, "POST", path, body);
        assertProblem(answer, 422, "validation");
        assertThat(answer.body().get("errors").findValuesAsText("field"))
                .as(body)
                .contains(field);
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.body().toString()).contains("\"type\":\"" + type + "\"");
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
    }

    private List<String> books() {
        List<String> books = new ArrayList<>();
        for (String pattern : List.of("wallet:*", "holding*", "position*", "instrument:*")) {
            for (String key : redis.keys(pattern)) {
                if (redis.type(key).equals("hash")) {
                    books.add(key + new TreeMap<>(redis.hgetAll(key)));
                }
            }
        }
        books.sort(null);
        books.add("accounts" + new TreeMap<>(redis.hgetAll("accounts")));
        books.add("trades " + redis.xlen("outbox:trades"));
        return books;
    }

    private static String order(String instrument, String side, String quantity) {
        return "{\"instrumentId\":\"%s\",\"side\":\"%s\",\"quantity\":%s}".formatted(instrument, side, quantity);
    }

    /** The first, second or third of this test's instruments. */
    private String instrument(int number) {
        return Long.toString(first + number - 1);
    }

    private String position(String direction, String quantity, String leverage, String more) {
        return "{\"instrumentId\":\"%d\",\"direction\":%s,\"quantity\":%s,\"leverage\":%s%s}"
                .formatted(first, direction, quantity, leverage, more);
    }
}
