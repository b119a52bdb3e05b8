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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

class ClientApiTest extends ClientApiSetup {
    ClientApiTest() {
        super("client", 1_000);
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
}
