package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.api.TestNode.Answer;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.stores.junit.TestStores;

/** What a client sees while a match is live. The delay is a minute; a test that wants something executed makes it due. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class InPlayApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestStores stores;
    private TestNode node;
    private RedisClient redis;
    private int users;
    private String user;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        node = TestNode.start(stores, Map.of("MARKET_IN_PLAY_DELAY", "60s"));
        redis = RedisClient.create(stores.redisUrl());
        for (long id = 1; id <= 2; id++) {
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
    }

    @BeforeEach
    void aMatchIsLive() throws Exception {
        redis.hset("fixture:9", "live", "1");
        redis.hset("instrument:1", "fixture_id", "9");
        redis.hdel("instrument:1", "frozen", "frozen_until");
        user = "trader-" + users++;
        assertThat(node.as(user, "GET", "/v1/me", null).status()).isEqualTo(200);
    }

    @AfterAll
    void stop() throws Exception {
        node.stop();
        redis.close();
        stores.close();
    }

    @Test
    void anOrderIsPendingAndThenFilled() throws Exception {
        Answer taken = order("k", 10);

        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.body().get("state").asText()).isEqualTo("PENDING");
        assertThat(Instant.parse(taken.body().get("executeAt").asText())).isAfter(Instant.now());
        assertThat(order("k", 10).body()).as("asked again").isEqualTo(taken.body());
        assertThat(order("k", 11).problem()).isEqualTo("idempotency-key-reused");
        String path = "/v1/orders/" + taken.body().get("id").asText();
        Answer waits = node.as(user, "GET", path, null);
        assertThat(waits.status()).isEqualTo(202);
        assertThat(waits.body().get("state").asText()).isEqualTo("PENDING");
        assertThat(waits.body().get("executeAt")).isEqualTo(taken.body().get("executeAt"));
        assertThat(node.as("somebody-else", "GET", path, null).problem()).isEqualTo("not-found");
        awaitListed("PENDING");

        ripen();

        JsonNode filled = awaitState(path, "FILLED");
        assertThat(filled.toString())
                .contains("\"side\":\"BUY\"", "\"quantity\":10", "averagePrice", "\"amount\"", "\"fee\"");
        assertThat(redis.hget("holding:" + user, "1")).isEqualTo("10");
        awaitListed("FILLED");
    }

    @Test
    void whatNeedsAnOverwrittenRecordIsUnavailableAndTheRecordIsNamed() throws Exception {
        redis.del("fixture:9");
        redis.set("fixture:9", "overwritten");
        try {
            for (Answer answer : List.of(
                    order("k", 1), open(), node.as(user, "GET", "/v1/instruments/1/quote?side=BUY&quantity=1", null))) {
                assertThat(answer.status()).as(answer.body().toString()).isEqualTo(503);
                assertThat(answer.problem()).isEqualTo("unavailable");
                assertThat(answer.body().path("reason").asText()).isEqualTo("unreadable");
            }
            assertThat(redis.hkeys("set_aside")).containsExactly("key fixture:9");
        } finally {
            redis.del("fixture:9", "set_aside");
        }
    }

    @Test
    void requestsBeforeAnEventAreRejectedWithItsProblem() throws Exception {
        String order = "/v1/orders/" + order("k", 1).body().get("id").asText();
        Answer opening = open();
        assertThat(opening.status()).isEqualTo(202);
        String position = "/v1/positions/" + opening.body().get("id").asText();
        assertThat(node.as(user, "GET", position, null).status()).isEqualTo(202);
        assertThat(node.as("somebody-else", "GET", position, null).problem()).isEqualTo("not-found");
        redis.hincrBy("fixture:9", "events", 1);

        ripen();

        for (String path : List.of(order, position)) {
            JsonNode problem = awaitState(path, "REJECTED").get("problem");
            assertThat(problem.get("type").asText()).isEqualTo("event-during-delay");
            assertThat(problem.get("status").asInt()).isEqualTo(409);
            assertThat(node.as(user, "GET", path, null).status()).isEqualTo(200);
        }
        awaitListed("REJECTED");
    }

    /** A change that was refused after the delay would end the order. */
    @Test
    void whatTheUserLacksIsRefusedAtOnceAndAnOrderGoesOnResting() throws Exception {
        assertThat(limit("BUY", 1_000, "60").problem()).isEqualTo("insufficient-funds");
        assertThat(limit("BUY", 95, "200").status())
                .as("filled at the price of now, about 100")
                .isEqualTo(202);
        assertThat(limit("SELL", 1, "120").problem()).isEqualTo("insufficient-holding");
        String path = "/v1/orders/" + limit("BUY", 1, "60").body().get("id").asText();
        ripen();
        awaitState(path, "WORKING");

        assertThat(node.as(user, "PATCH", path, "{\"quantity\":1000}").problem())
                .isEqualTo("insufficient-funds");

        JsonNode kept = node.as(user, "GET", path, null).body();
        assertThat(kept.get("state").asText()).isEqualTo("WORKING");
        assertThat(kept.get("quantity").asInt()).isEqualTo(1);
        assertThat(node.as(user, "PATCH", path, "{\"quantity\":2}")
                        .body()
                        .get("state")
                        .asText())
                .isEqualTo("PENDING");
    }

    private Answer limit(String side, int quantity, String price) throws Exception {
        return node.as(
                user,
                "POST",
                "/v1/orders",
                "{\"instrumentId\":\"1\",\"side\":\"%s\",\"quantity\":%d,\"type\":\"LIMIT\",\"limitPrice\":\"%s\"}"
                        .formatted(side, quantity, price));
    }

    @Test
    void aPositionIsOpenedAndClosedWithADelayEach() throws Exception {
        String path = "/v1/positions/" + open().body().get("id").asText();
        ripen();
        await().atMost(SOON).until(() -> node.as(user, "GET", path, null).body().has("entryPrice"));
        assertThat(node.as(user, "GET", path, null).body().get("closing").isNull())
                .isTrue();

        Answer closing = close(path, "leave");
        assertThat(closing.status()).isEqualTo(202);
        assertThat(closing.body().get("id").asText()).isEqualTo(path.substring("/v1/positions/".length()));
        assertThat(node.as(user, "POST", path + "/close", null).body()).isEqualTo(closing.body());
        Answer waits = node.as(user, "GET", path, null);
        assertThat(waits.status()).as("it is open").isEqualTo(200);
        assertThat(waits.body().get("closing")).isEqualTo(closing.body());
        assertThat(closing.body().get("requestId").isTextual()).isTrue();
        ripen();

        await().atMost(SOON)
                .until(() -> node.as(user, "GET", path, null)
                        .body()
                        .get("closeReason")
                        .asText()
                        .equals("USER"));
        assertThat(node.as(user, "POST", path + "/close", null).problem()).isEqualTo("position-closed");
        Answer retried = close(path, "leave");
        assertThat(retried.status()).as("the first answer").isEqualTo(202);
        assertThat(retried.body()).isEqualTo(closing.body());
    }

    private Answer close(String path, String key) throws Exception {
        return node.call(
                "POST",
                path + "/close",
                null,
                "Authorization",
                "Bearer " + TestNode.token(user),
                "Idempotency-Key",
                key);
    }

    @Test
    void aFrozenInstrumentSaysWhenItThaws() throws Exception {
        long until = System.currentTimeMillis() + 600_000;
        redis.hset("instrument:1", Map.of("frozen", "1", "frozen_until", Long.toString(until)));

        Answer refused = order("k", 1);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("instrument-frozen");
        assertThat(refused.body().get("detail").asText())
                .contains(Instant.ofEpochMilli(until).toString());
    }

    @Test
    void aQuoteEqualsTheOrder() throws Exception {
        String path = "/v1/instruments/2/quote?side=BUY&quantity=25";
        JsonNode quote = node.call("GET", path, null).body();

        Answer order = node.as(user, "POST", "/v1/orders", "{\"instrumentId\":\"2\",\"side\":\"BUY\",\"quantity\":25}");

        assertThat(order.status()).as("no match of the player is live").isEqualTo(201);
        assertThat(order.body().get("state").asText()).isEqualTo("FILLED");
        for (String field : List.of("amount", "fee", "averagePrice")) {
            assertThat(quote.get(field)).as(field).isEqualTo(order.body().get(field));
        }
        JsonNode instrument = node.call("GET", "/v1/instruments/2", null).body();
        assertThat(quote.get("priceAfter")).isEqualTo(instrument.get("price"));
        assertThat(node.call("GET", path, null).body().get("seq").asLong())
                .isEqualTo(quote.get("seq").asLong() + 1);
        Answer wrong = node.call("GET", "/v1/instruments/2/quote?quantity=0", null);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body().get("errors").findValuesAsText("field")).containsExactlyInAnyOrder("side", "quantity");
        assertThat(node.call("GET", "/v1/instruments/77/quote?side=SELL&quantity=1", null)
                        .problem())
                .isEqualTo("not-found");
    }

    private Answer order(String key, int quantity) throws Exception {
        return node.call(
                "POST",
                "/v1/orders",
                "{\"instrumentId\":\"1\",\"side\":\"BUY\",\"quantity\":%d}".formatted(quantity),
                "Idempotency-Key",
                key,
                "Authorization",
                "Bearer " + TestNode.token(user));
    }

    private Answer open() throws Exception {
        return node.as(
                user,
                "POST",
                "/v1/positions",
                "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":3,\"leverage\":5}");
    }

    private JsonNode awaitState(String path, String state) {
        await().atMost(SOON)
                .until(() -> node.as(user, "GET", path, null)
                        .body()
                        .get("state")
                        .asText()
                        .equals(state));
        try {
            return node.as(user, "GET", path, null).body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitListed(String state) {
        await().atMost(SOON)
                .until(() -> node.as(user, "GET", "/v1/orders", null)
                        .body()
                        .at("/items/0/state")
                        .asText()
                        .equals(state));
    }

    private void ripen() {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String id : redis.zrange("waiting:orders", 0, -1)) {
            redis.hset("request:" + id, "execute_at", due);
            redis.zadd("waiting:orders", Double.parseDouble(due), id);
        }
        for (String id : redis.zrange("waiting", 0, -1)) {
            redis.hset("request:" + id, "execute_at", due);
            redis.zadd("waiting", Double.parseDouble(due), id);
        }
    }
}
