package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.api.TestNode.Answer;
import touchline.api.stream.Prices;
import touchline.stores.junit.TestStores;

/** Reads of the client API. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class ReadsApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestStores stores;
    TestNode node;
    RedisClient redis;
    Jdbi jdbi;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        node = TestNode.start(stores);
        redis = RedisClient.create(stores.redisUrl());
        jdbi = Jdbi.create(stores.dataSource());
        assertThat(new Prices(redis, 30).moved()).isZero();
        assertThat(node.as("alice", "GET", "/v1/me", null).body().toString())
                .isEqualTo("{\"id\":\"alice\",\"name\":\"alice\"}");
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
        stores.close();
    }

    @Test
    void instrumentsAreFoundAndPaged() throws Exception {
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = "";
        do {
            JsonNode page = get("/v1/instruments?limit=7" + cursor);
            page.get("items").forEach(one -> ids.add(one.get("id").textValue()));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").textValue();
        } while (cursor != null);
        assertThat(ids)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 30).mapToObj(String::valueOf).toList());
        assertThat(idsOf("/v1/instruments?ids=17,2,9,999")).containsExactly("2", "9", "17");
        assertThat(idsOf("/v1/instruments?ids=17,2,9&cursor=2&limit=1")).containsExactly("9");
        for (String bad : List.of("ids=", "ids=1,", "ids=a", "ids=1;2", "ids=9223372036854775807")) {
            assertThat(node.call("GET", "/v1/instruments?" + bad, null).problem())
                    .as(bad)
                    .isEqualTo("validation");
        }
        assertThat(get("/v1/instruments?q=yER%2029").findValuesAsText("id")).containsExactly("29");
        assertThat(get("/v1/instruments?team=100&limit=200").get("items")).hasSize(30);
        redis.hset("instrument:29", "name", "Martin Ødegaard");
        redis.hset("instrument:29", "team", "Curaçao");
        for (String words : List.of("q=odegaard", "q=ODEGAARD", "q=%C3%98degaard", "q=curacao", "team=curac%CC%A7ao")) {
            assertThat(get("/v1/instruments?" + words).findValuesAsText("id"))
                    .as(words)
                    .containsExactly("29");
        }
        assertThat(get("/v1/instruments?q=nobody").toString()).isEqualTo("{\"items\":[],\"nextCursor\":null}");
        redis.sadd("instruments:fixture:77", "3", "4");
        assertThat(get("/v1/instruments?fixture=77").findValuesAsText("id")).containsExactly("3", "4");
        assertThat(get("/v1/instruments/5").get("name").textValue()).isEqualTo("Player 5");
        for (String wrong :
                List.of("limit=0", "limit=201", "cursor=x", "cursor=-1", "fixture=x", "q=", "Q=a", "q=a&q=b")) {
            invalid("/v1/instruments?" + wrong);
        }
    }

    @Test
    void fixturesAreFoundByStateAndPaged() throws Exception {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO fixtures (id, league_id, name, kick_off, state_id, state, phase, polled_at, home_goals, minute)
                SELECT 500 + n, 1, 'A v B', timestamptz '2026-11-20T12:00:00Z' + (n / 2) * interval '1 hour', 1, 'X',
                       (ARRAY['FINISHED', 'VOID', 'LIVE', 'UPCOMING', 'UNKNOWN'])[1 + n % 5], now(), 2, 30
                FROM generate_series(0, 9) AS n
                """));
        assertThat(get("/v1/fixtures?state=live").findValuesAsText("id")).containsExactly("502", "507");
        assertThat(get("/v1/fixtures?state=upcoming,live").findValuesAsText("id"))
                .containsExactly("502", "503", "507", "508");
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = "";
        do {
            JsonNode page = get("/v1/fixtures?limit=3" + cursor);
            page.get("items").forEach(one -> ids.add(one.get("id").textValue()));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").textValue();
        } while (cursor != null);
        assertThat(ids).containsExactly("500", "501", "502", "503", "505", "506", "507", "508");
        JsonNode one = get("/v1/fixtures/502");
        assertThat(one.get("score").textValue()).isEqualTo("2-0");
        assertThat(one.get("minute").intValue()).isEqualTo(30);
        assertThat(one.get("events")).isEmpty();
        for (String wrong :
                List.of("state=x", "state=", "state=live,,", "cursor=5", "cursor=-", "cursor=a-b", "limit=x")) {
            invalid("/v1/fixtures?" + wrong);
        }
    }

    @Test
    void holdingsAreValuedAtTheirProceeds() throws Exception {
        trade("POST", "/v1/orders", "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":10}");
        trade(
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"2\",\"direction\":\"SHORT\",\"quantity\":5,\"leverage\":10}");
        assertThat(as("/v1/holdings").toString())
                .isEqualTo(
                        "{\"items\":[{\"instrumentId\":\"1\",\"quantity\":10,\"cost\":\"1000.0500\",\"price\":\"100.0100\","
                                + "\"value\":\"990.0495\",\"unrealisedPnl\":\"-10.0005\"}],\"nextCursor\":null}");
        assertThat(as("/v1/positions").at("/items/0/unrealisedPnl").textValue()).isEqualTo("-1.0000");
        assertThat(as("/v1/wallet").toString())
                .isEqualTo("{\"cash\":\"8940.0495\",\"held\":\"49.9000\",\"equity\":\"9978.9990\"}");
        assertThat(as("/v1/portfolio").get("equity").textValue()).isEqualTo("9978.9990");

        await().atMost(SOON).until(() -> as("/v1/wallet/ledger").get("items").size() == 4);
        assertThat(sumOf("cashChange")).isEqualTo(new BigDecimal("8940.0495"));
        assertThat(sumOf("heldChange")).isEqualTo(new BigDecimal("49.9000"));
        List<String> kinds = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        @Nullable String cursor = "";
        do {
            JsonNode page = as("/v1/wallet/ledger?limit=1" + cursor);
            kinds.addAll(page.findValuesAsText("kind"));
            ids.addAll(page.get("items").findValuesAsText("id"));
            cursor = page.get("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.get("nextCursor").textValue();
        } while (cursor != null);
        assertThat(kinds).hasSize(4).endsWith("stake").startsWith("margin");
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(as("/v1/wallet/ledger?cursor=5-5.5").get("items")).isEmpty();
    }

    private BigDecimal sumOf(String field) throws Exception {
        return as("/v1/wallet/ledger").get("items").findValuesAsText(field).stream()
                .map(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void trade(String method, String path, String body) throws Exception {
        Answer answer = node.as("alice", method, path, body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    }

    @Test
    void unreadableRecordsAreLeftOutOfListsAndLoggedOnce() throws Exception {
        String opened = opened();
        String broken = opened();
        for (String id : List.of("11", "12")) {
            assertThat(node.as(
                                    "dora",
                                    "POST",
                                    "/v1/orders",
                                    "{\"instrumentId\":\"" + id + "\",\"side\":\"BUY\",\"quantity\":3}")
                            .status())
                    .isEqualTo(201);
        }
        await().atMost(SOON).until(() -> dora("/v1/orders").get("items").size() >= 2);
        String value = dora("/v1/portfolio").get("holdings").textValue();
        redis.hdel("position:" + broken, "wash_out");
        redis.sadd("positions:user:dora", "no-number");
        redis.hset("holding:dora", "12", "many");
        redis.hset("instrument:13", "net_flow", "much");
        jdbi.useHandle(
                handle -> handle.execute(
                        "UPDATE orders SET problem = 'no-such-problem', state = 'REJECTED', amount = 0, fee = 0, realised = 0 WHERE user_id = 'dora' AND instrument_id = 12"));

        for (int time = 0; time < 2; time++) {
            assertThat(dora("/v1/positions").findValuesAsText("id")).containsExactly(opened);
            assertThat(dora("/v1/holdings").findValuesAsText("instrumentId")).containsExactly("11");
            assertThat(dora("/v1/orders?limit=1").get("items").findValuesAsText("instrumentId"))
                    .containsExactly("11");
            assertThat(new BigDecimal(dora("/v1/portfolio").get("holdings").textValue()))
                    .isPositive()
                    .isLessThan(new BigDecimal(value));
            assertThat(dora("/v1/wallet").get("equity").textValue()).isNotEmpty();
            assertThat(get("/v1/instruments?limit=200").findValuesAsText("id"))
                    .contains("12", "14")
                    .doesNotContain("13");
        }
        await().atMost(SOON)
                .until(() ->
                        node.as("dora", "GET", "/v1/positions/" + broken, null).status() == 200); // from the book
        long order = jdbi.withHandle(handle -> handle.createQuery(
                        "UPDATE orders SET client_order_id = 'mine' WHERE user_id = 'dora' AND instrument_id = 12 RETURNING id")
                .mapTo(Long.class)
                .one());
        jdbi.useHandle(handle ->
                handle.execute("UPDATE cfd_positions SET levels = 'no levels' WHERE id = ?", Long.parseLong(broken)));
        for (Answer answer : List.of(
                node.as("dora", "GET", "/v1/orders/" + order, null),
                node.as("dora", "GET", "/v1/orders/by-client-order-id/mine", null),
                node.as("dora", "GET", "/v1/positions/" + broken, null),
                node.as("dora", "PATCH", "/v1/positions/" + broken, "{\"stopLoss\":null}"),
                node.as("dora", "POST", "/v1/positions/" + broken + "/close", null),
                node.call("GET", "/v1/instruments/13", null))) {
            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
            assertThat(answer.body().get("reason").textValue()).isEqualTo("unreadable");
        }
        assertThat(redis.hkeys("set_aside"))
                .contains("position " + broken, "position no-number", "holding dora of 12", "instrument 13")
                .anyMatch(subject -> subject.matches("order \\d+ in the book"));
        redis.hset("instrument:13", "net_flow", "0");
        redis.del("set_aside");
    }

    private String opened() throws Exception {
        Answer answer = node.as(
                "dora",
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"10\",\"direction\":\"LONG\",\"quantity\":1,\"leverage\":2}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().get("id").textValue();
    }

    private JsonNode dora(String path) throws Exception {
        return ok(path, node.as("dora", "GET", path, null));
    }

    void invalid(String path) throws Exception {
        Answer answer = node.call("GET", path, null);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("validation");
    }

    private JsonNode as(String path) throws Exception {
        return ok(path, node.as("alice", "GET", path, null));
    }

    private List<String> idsOf(String path) throws Exception {
        List<String> ids = new ArrayList<>();
        get(path).get("items").forEach(one -> ids.add(one.get("id").textValue()));
        return ids;
    }

    JsonNode get(String path) throws Exception {
        return ok(path, node.call("GET", path, null));
    }

    private static JsonNode ok(String path, Answer answer) {
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.body();
    }

    @Nested
    class OfPrices extends PriceReadCases {
        OfPrices() {
            super(ReadsApiTest.this);
        }
    }
}
