package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import touchline.market.key.Keys;

/** Ids of the client's own for orders, and the filters of lists. */
class OrderListsTest extends ClientApiSetup {
    OrderListsTest() {
        super("lists", 7_100_000);
    }

    @Test
    void ofOrdersThatAreSentTogetherUnderOneIdExactlyOneIsAccepted() throws Exception {
        int senders = 6;
        ExecutorService pool = Executors.newFixedThreadPool(senders);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int n = 0; n < senders; n++) {
            String body = named("BUY", 1 + n, "race");
            answers.add(pool.submit(() -> {
                go.await();
                return node.as(alice, "POST", "/v1/orders", body).status();
            }));
        }
        go.countDown();
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : answers) {
            statuses.add(answer.get());
        }
        pool.shutdown();
        assertThat(statuses).containsOnlyOnce(201);
        assertThat(statuses)
                .filteredOn(status -> status != 201)
                .hasSize(senders - 1)
                .containsOnly(409);
    }

    @Test
    void anIdStaysUsedWhenRedisHasForgottenIt() throws Exception {
        JsonNode placed =
                node.as(alice, "POST", "/v1/orders", named("BUY", 1, "kept")).body();
        JsonNode found = found(alice, "kept");
        assertThat(found).isEqualTo(placed);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> items(alice, "/v1/orders").size() == 1); // the book has it
        redis.del(Keys.clientOrder(userId(alice), "kept")); // as it expires, or a rebuilt Redis lacks it

        assertProblem(node.as(alice, "POST", "/v1/orders", named("BUY", 1, "kept")), 409, "client-order-id-used");
        assertThat(found(alice, "kept")).isEqualTo(placed);
        assertProblem(node.as(bob, "GET", "/v1/orders/by-client-order-id/kept", null), 404, "not-found");
        assertThat(node.as(bob, "POST", "/v1/orders", named("BUY", 1, "kept")).status())
                .isEqualTo(201);
    }

    @Test
    void anIdOfARefusedOrderIsFree() throws Exception {
        assertProblem(node.as(alice, "POST", "/v1/orders", named("SELL", 1, "retried")), 409, "insufficient-holding");
        assertThat(node.as(alice, "POST", "/v1/orders", named("BUY", 1, "retried"))
                        .status())
                .isEqualTo(201);
        assertProblem(node.as(alice, "POST", "/v1/orders", named("BUY", 1, "no spaces")), 422, "validation");
        assertProblem(node.as(alice, "GET", "/v1/orders/by-client-order-id/unknown", null), 404, "not-found");
    }

    @Test
    void anyIdIsFoundByTheQuery() throws Exception {
        for (String id : List.of("2026/11/28-1", "100%", "a;b", "..", "a\\\\b", "a+b&c=d?#", "!~")) {
            node.as(alice, "POST", "/v1/orders", named("BUY", 1, id));
            String plain = id.replace("\\\\", "\\");
            assertThat(await().atMost(Duration.ofSeconds(60))
                            .until(() -> node.as(alice, "GET", byQuery(plain), null), answer -> answer.status() == 200)
                            .body()
                            .get("clientOrderId")
                            .textValue())
                    .isEqualTo(plain);
            assertProblem(node.as(bob, "GET", byQuery(plain), null), 404, "not-found");
        }
        assertProblem(node.as(alice, "GET", "/v1/orders/by-client-order-id", null), 422, "validation");
        assertProblem(node.as(alice, "GET", byQuery("x".repeat(65)), null), 422, "validation");
        assertProblem(node.as(alice, "GET", byQuery("no spaces"), null), 404, "not-found");
    }

    @Test
    void listsSelectByInstrumentSideStateAndTime() throws Exception {
        node.as(alice, "POST", "/v1/orders", named("BUY", 3, "a"));
        node.as(alice, "POST", "/v1/orders", order(instrument(2), "BUY", "2"));
        node.as(alice, "POST", "/v1/orders", named("SELL", 1, "b"));
        node.as(alice, "POST", "/v1/positions", position("\"LONG\"", "1", "2", ""));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> items(alice, "/v1/fills").size() == 3);

        assertThat(items(alice, "/v1/orders?side=SELL")).hasSize(1);
        assertThat(items(alice, "/v1/orders?instrument=" + instrument(2))).hasSize(1);
        assertThat(items(alice, "/v1/orders?state=pending,rejected")).isEmpty();
        assertThat(items(alice, "/v1/orders?state=FILLED&side=BUY")).hasSize(2);
        Instant second = Instant.parse(items(alice, "/v1/orders?instrument=" + instrument(2))
                .get(0)
                .get("at")
                .textValue());
        assertThat(items(alice, "/v1/orders?from=" + second)).hasSize(2);
        assertThat(items(alice, "/v1/fills?to=" + second)).hasSize(2);
        assertThat(items(alice, "/v1/fills?from=" + second + "&to=" + second)).hasSize(1);
        assertThat(items(alice, "/v1/fills?side=SELL")
                        .get(0)
                        .get("clientOrderId")
                        .textValue())
                .isEqualTo("b");
        assertThat(items(alice, "/v1/positions?direction=SHORT")).isEmpty();
        assertThat(items(alice, "/v1/positions?direction=LONG&instrument=" + instrument(1)))
                .hasSize(1);
        assertThat(items(alice, "/v1/positions?to=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(items(alice, "/v1/wallet/ledger?kind=spot-fee")).hasSize(3);
        assertThat(items(alice, "/v1/wallet/ledger?kind=spot-fee&from=" + second))
                .hasSize(2);
        assertThat(items(alice, "/v1/wallet/ledger?kind=spot-fee,margin,spot-fee"))
                .hasSize(4);
        for (String query : List.of("fees", "spot-fee,", "SPOT-FEE", "spot-fee,fees")) {
            assertProblem(node.as(alice, "GET", "/v1/wallet/ledger?kind=" + query, null), 422, "validation");
        }
        for (String list : List.of("orders", "fills", "positions", "wallet/ledger")) {
            String never = "/v1/" + list + "?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z";
            TestNode.Answer refused = node.as(alice, "GET", never, null);
            assertProblem(refused, 422, "validation");
            assertThat(refused.body().get("errors")).as(list).hasSize(1);
        }
        assertProblem(node.as(alice, "GET", "/v1/fills?from=today", null), 422, "validation");
        assertProblem(node.as(alice, "GET", "/v1/orders?state=LOST", null), 422, "validation");
    }

    @Test
    void severalInstrumentsAreQuotedAtOnce() throws Exception {
        String ids = instrument(2) + "," + instrument(1) + ",999";
        List<JsonNode> quotes = items(alice, "/v1/quotes?side=BUY&quantity=5&ids=" + ids);
        assertThat(quotes)
                .extracting(one -> one.get("instrumentId").textValue())
                .containsExactly("999", instrument(1), instrument(2));
        assertThat(quotes.get(0).at("/problem/type").textValue()).isEqualTo("not-found");
        assertThat(quotes.get(1).get("quote"))
                .isEqualTo(
                        node.as(alice, "GET", "/v1/instruments/" + instrument(1) + "/quote?side=BUY&quantity=5", null)
                                .body());
        assertProblem(node.as(alice, "GET", "/v1/quotes?side=BUY&quantity=5", null), 422, "validation");
    }

    private String named(String side, int quantity, String clientId) {
        return "{\"instrumentId\":\"%s\",\"side\":\"%s\",\"quantity\":%d,\"clientOrderId\":\"%s\"}"
                .formatted(instrument(1), side, quantity, clientId);
    }

    private static String byQuery(String clientId) {
        return "/v1/orders/by-client-order-id?clientOrderId=" + URLEncoder.encode(clientId, StandardCharsets.UTF_8);
    }

    private String userId(String name) throws Exception {
        return node.as(name, "GET", "/v1/me", null).body().get("id").textValue();
    }

    /** Asks until the book has it. */
    private JsonNode found(String user, String clientId) {
        return await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> node.as(user, "GET", "/v1/orders/by-client-order-id/" + clientId, null),
                        answer -> answer.status() == 200)
                .body();
    }

    private List<JsonNode> items(String user, String path) throws Exception {
        List<JsonNode> items = new ArrayList<>();
        node.as(user, "GET", path, null).body().get("items").forEach(items::add);
        return items;
    }
}
