package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import touchline.market.instrument.InstrumentId;
import touchline.market.instrument.Instruments;
import touchline.market.instrument.Listing;
import touchline.market.money.Price;
import touchline.stores.junit.TestStores;

/** What the streams of two nodes tell of openings and closes. The match of the first instrument is live; the delay is a minute, and a test makes due what it wants executed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class PositionRequestStreamTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NAME = "position-request";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private TestStores stores;
    private TestNode one;
    private TestNode two;
    private RedisClient redis;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        one = TestNode.start(stores, Map.of("MARKET_IN_PLAY_DELAY", "60s", "NODE_NAME", "one"));
        two = TestNode.start(stores, Map.of("MARKET_IN_PLAY_DELAY", "60s", "NODE_NAME", "two"));
        redis = RedisClient.create(stores.redisUrl());
        for (long id = 1; id <= 2; id++) {
            Listing listing = new Listing(
                    InstrumentId.of(id), "Player " + id, 100, "Team", "Midfielder", Price.of(1_000_000), 100_000);
            new Instruments(redis).list(listing);
        }
        redis.hset("fixture:9", "live", "1");
        redis.hset("instrument:1", "fixture_id", "9");
        for (String user : List.of("alice", "bob")) {
            assertThat(one.as(user, "GET", "/v1/me", null).status()).isEqualTo(200);
        }
    }

    @AfterAll
    void stop() throws Exception {
        one.stop();
        two.stop();
        redis.close();
        stores.close();
    }

    @Test
    void eachStateIsSentToItsOwnerAloneAndResumedOnAnotherNode() throws Exception {
        try (StreamClient own = open(one, "alice");
                StreamClient others = open(one, "bob");
                StreamClient anyones = StreamClient.open(http, one.port(), "")) {
            await().atMost(SOON).until(anyones::hasBegun);
            String id = inPlay(own);
            resting(own);
            rejected(own, id);

            assertThat(own.events(NAME)).hasSize(10);
            // What follows on the streams of the others came after all of that.
            one.as("bob", "POST", "/v1/positions", opening("2", ""));
            await().atMost(SOON).until(() -> !others.events("position").isEmpty());
            assertThat(others.events(NAME)).isEmpty();
            assertThat(anyones.events(NAME)).isEmpty();

            String after = own.idOf("\"id\":\"" + id + "\",\"kind\":\"OPEN\",\"state\":\"PENDING\"");
            try (StreamClient resumed = open(two, "alice", "Last-Event-ID", after);
                    SocketClient socket =
                            SocketClient.open(two.port(), "Authorization", "Bearer " + TestNode.token("alice"))) {
                await().atMost(SOON).until(() -> resumed.events(NAME).size() == 9);
                assertThat(resumed.events(NAME)).isEqualTo(own.events(NAME).subList(1, 10));
                socket.send("{\"action\":\"subscribe\",\"lastEventId\":\"" + after + "\"}");
                socket.await(NAME, 9);
                assertThat(socket.events(NAME))
                        .extracting(event -> event.get("data").toString())
                        .isEqualTo(own.events(NAME).subList(1, 10));
            }
        }
    }

    /** Opened, and a close cancelled, in play. */
    private String inPlay(StreamClient own) throws Exception {
        JsonNode taken =
                one.as("alice", "POST", "/v1/positions", opening("1", "")).body();
        String id = taken.get("id").textValue();
        assertThat(next(own, 1))
                .isEqualTo(fields(
                        "{'id':'%s','kind':'OPEN','state':'PENDING','instrumentId':'1','direction':'LONG',"
                                + "'quantity':3,'executeAt':'%s'}",
                        id, taken.get("executeAt").textValue()));
        ripen();
        assertThat(next(own, 2))
                .isEqualTo(fields(
                        "{'id':'%s','kind':'OPEN','state':'FILLED','positionId':'%s','instrumentId':'1'}", id, id));

        JsonNode closing = one.as("alice", "POST", "/v1/positions/" + id + "/close", "{\"quantity\":1}")
                .body();
        String request = closing.get("requestId").textValue();
        assertThat(next(own, 3))
                .isEqualTo(fields(
                        "{'id':'%s','kind':'CLOSE','state':'PENDING','positionId':'%s','instrumentId':'1',"
                                + "'quantity':1,'executeAt':'%s'}",
                        request, id, closing.get("executeAt").textValue()));
        assertThat(two.as("alice", "DELETE", "/v1/orders/" + request, null).status())
                .isEqualTo(200);
        assertThat(next(own, 4))
                .isEqualTo(fields(
                        "{'id':'%s','kind':'CLOSE','state':'CANCELLED','positionId':'%s','instrumentId':'1',"
                                + "'quantity':1}",
                        request, id));
        return id;
    }

    /** No match of the second instrument is live. */
    private void resting(StreamClient own) throws Exception {
        String body = opening("2", ",\"type\":\"LIMIT\",\"limitPrice\":\"80\",\"timeInForce\":\"DAY\"");
        String id =
                one.as("alice", "POST", "/v1/positions", body).body().get("id").textValue();
        String rests = "{'id':'%s','kind':'OPEN','state':'%s','instrumentId':'2','direction':'LONG','quantity':3,"
                + "'type':'LIMIT','limitPrice':'%s','timeInForce':'DAY'}";
        assertThat(next(own, 5)).isEqualTo(fields(rests, id, "WORKING", "80.0000"));
        two.as("alice", "PATCH", "/v1/orders/" + id, "{\"limitPrice\":\"70\"}");
        assertThat(next(own, 6)).isEqualTo(fields(rests, id, "WORKING", "70.0000"));
        one.as("alice", "DELETE", "/v1/orders/" + id, null);
        assertThat(next(own, 7)).isEqualTo(fields(rests, id, "CANCELLED", "70.0000"));
    }

    /** By an event of the match. */
    private void rejected(StreamClient own, String position) throws Exception {
        String path = "/v1/positions/" + position;
        String id = two.as("alice", "POST", path + "/close", null)
                .body()
                .get("requestId")
                .textValue();
        next(own, 8);
        redis.hincrBy("fixture:9", "events", 1);
        ripen();
        JsonNode rejected = next(own, 9);
        assertThat(rejected.get("id").textValue()).isEqualTo(id);
        assertThat(rejected.get("state").textValue()).isEqualTo("REJECTED");
        assertThat(rejected.get("positionId").textValue()).isEqualTo(position);
        assertThat(rejected.at("/problem/type").textValue()).isEqualTo("event-during-delay");
        assertThat(one.as("alice", "GET", path, null).body().at("/closing/problem"))
                .isEqualTo(rejected.get("problem"));
        one.as("alice", "POST", "/v1/positions", opening("1", ""));
        next(own, 10);
    }

    /** The last of so many, without its time. */
    private static JsonNode next(StreamClient own, int count) throws JsonProcessingException {
        await().atMost(SOON).until(() -> own.events(NAME).size() == count);
        ObjectNode event = (ObjectNode) JSON.readTree(own.events(NAME).get(count - 1));
        assertThat(event.remove("at")).isNotNull();
        return event;
    }

    private static JsonNode fields(String text, Object... values) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"').formatted(values));
    }

    private static String opening(String instrument, String more) {
        return "{\"instrumentId\":\"%s\",\"direction\":\"LONG\",\"quantity\":3,\"leverage\":5%s}"
                .formatted(instrument, more);
    }

    private StreamClient open(TestNode node, String user, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Authorization";
        all[1] = "Bearer " + TestNode.token(user);
        StreamClient client = StreamClient.open(http, node.port(), "", all);
        await().atMost(SOON).until(client::hasBegun);
        return client;
    }

    private void ripen() {
        String due = Long.toString(System.currentTimeMillis() - 1);
        for (String queue : List.of("waiting", "waiting:orders")) {
            for (String id : redis.zrange(queue, 0, -1)) {
                redis.hset("request:" + id, "execute_at", due);
                redis.zadd(queue, Double.parseDouble(due), id);
            }
        }
    }
}
