package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** Requests that are refused, each with its problem, and change nothing. */
class InvalidRequestsTest extends ClientApiSetup {
    InvalidRequestsTest() {
        super("invalid", 2_000);
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
        for (String spelling : List.of("0" + first, "%2B" + first, "-" + first, "\u0661")) {
            assertProblem(node.as(alice, "POST", "/v1/orders", order(spelling, "BUY", "1")), 404, "not-found");
            assertProblem(
                    node.call("GET", "/v1/instruments?ids=" + spelling.replace("\u0661", "%D9%A1"), null),
                    422,
                    "validation");
        }
        assertProblem(node.call("GET", "/v1/instruments/0" + first, null), 404, "not-found");
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

    private void assertInvalid(String path, String body, String field) throws Exception {
        Answer answer = node.as(alice, "POST", path, body);
        assertProblem(answer, 422, "validation");
        assertThat(answer.body().get("errors").findValuesAsText("field"))
                .as(body)
                .contains(field);
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
}
