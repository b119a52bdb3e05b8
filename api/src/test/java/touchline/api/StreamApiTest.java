package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.XAddParams;
import touchline.api.TestNode.Answer;
import touchline.api.stream.Prices;
import touchline.market.margin.LastSeen;
import touchline.market.presence.Presence;
import touchline.market.wallet.UserId;
import touchline.stores.junit.TestStores;

/** The stream over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class StreamApiTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MOST = 510;
    private static final ObjectMapper JSON = new ObjectMapper();

    final HttpClient http = HttpClient.newHttpClient();
    private TestStores stores;
    TestNode node;
    private RedisClient redis;
    Prices prices;

    @BeforeAll
    void start() throws Exception {
        stores = TestStores.open();
        node = TestNode.start(
                stores,
                Map.of(
                        "STREAM_MOST",
                        Integer.toString(MOST),
                        "STREAM_MOST_PER_USER",
                        "3",
                        "STREAM_MOST_PER_ADDRESS",
                        "10000",
                        "STREAM_SLOW_AFTER",
                        "1h")); // none is slow because the machine is
        redis = RedisClient.create(stores.redisUrl());
        prices = new Prices(redis, 5);
        for (String user : List.of("alice", "bob")) {
            assertThat(node.as(user, "GET", "/v1/me", null).status()).isEqualTo(200);
        }
        try (StreamClient first = open("")) { // events after this one are not of the opening of wallets
            prices.move(1);
            await().atMost(SOON).until(() -> first.has(prices.last()));
        }
    }

    @AfterAll
    void stop() throws Exception {
        SocketClient last = SocketClient.open(node.port());
        last.await("hello");
        node.stop();
        assertThat(last.awaitClose()).as("the node says that it stops").isEqualTo(1001);
        redis.close();
        stores.close();
    }

    @Test
    void anAuthenticatedClientReceivesItsOwnEventsAndOthersDoNot() throws Exception {
        try (StreamClient alice = open("", "Authorization", "Bearer " + TestNode.token("alice"));
                StreamClient bob = open("", "Authorization", "Bearer " + TestNode.token("bob"));
                StreamClient anyone = open("?instruments=1,3")) {
            Answer position = node.as(
                    "alice",
                    "POST",
                    "/v1/positions",
                    "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":5,\"leverage\":10,\"stopLoss\":\"96\"}");
            assertThat(position.status()).isEqualTo(201);
            String id = position.body().get("id").textValue();
            node.as("alice", "PATCH", "/v1/positions/" + id, "{\"stopLoss\":\"97\"}");
            node.as("alice", "POST", "/v1/positions/" + id + "/close", null);
            node.as("alice", "POST", "/v1/orders", "{\"instrumentId\":\"3\",\"side\":\"BUY\",\"quantity\":10}");

            await().atMost(SOON).until(() -> alice.events("wallet").size() == 3);
            await().atMost(SOON).until(() -> !anyone.events("price").isEmpty());
            List<String> sent = alice.events("position");
            assertThat(sent).hasSize(3);
            JsonNode opened = JSON.readTree(sent.get(0));
            assertThat(opened.get("stopLoss").textValue()).isEqualTo("96.0000");
            assertThat(opened.get("closedAt").isNull()).isTrue();
            assertThat(JSON.readTree(sent.get(1)).get("stopLoss").textValue()).isEqualTo("97.0000");
            assertThat(JSON.readTree(sent.get(2)))
                    .as("just as it is read")
                    .isEqualTo(
                            node.as("alice", "GET", "/v1/positions/" + id, null).body());
            JsonNode wallet = node.as("alice", "GET", "/v1/wallet", null).body();
            JsonNode last = JSON.readTree(alice.events("wallet").get(2));
            assertThat(last.get("cash")).isEqualTo(wallet.get("cash"));
            assertThat(last.get("held")).isEqualTo(wallet.get("held"));

            assertThat(anyone.events("price")).hasSize(1).allMatch(data -> data.contains("\"id\":\"3\""));
            assertThat(anyone.events("wallet")).isEmpty();
            assertThat(bob.events("position")).isEmpty();
            assertThat(bob.events("wallet")).isEmpty();
        }
    }

    @Test
    void matchEventsAndFreezesAreSent() {
        try (StreamClient anyone = open("?instruments=1")) {
            redis.xadd(
                    "outbox:ticks",
                    XAddParams.xAddParams(),
                    Map.of(
                            "type",
                            "event",
                            "fixture",
                            "7",
                            "event",
                            "70",
                            "detail",
                            "{\"id\":70,\"typeId\":14,\"playerId\":4,\"minute\":12,\"rescinded\":false}",
                            "applied",
                            "1",
                            "bumps",
                            "",
                            "at",
                            "1763900000000"));
            for (String instrument : List.of("1", "2")) {
                redis.xadd(
                        "outbox:ticks",
                        XAddParams.xAddParams(),
                        Map.of("type", "frozen", "instrument", instrument, "fixture", "7", "at", "1763900000000"));
            }
            redis.xadd(
                    "outbox:ticks",
                    XAddParams.xAddParams(),
                    Map.of("type", "thawed", "instrument", "1", "fixture", "7", "at", "1763900000000"));
            await().atMost(SOON).until(() -> anyone.events("frozen").size() == 2);
            assertThat(anyone.events("match-event"))
                    .containsExactly(
                            "{\"fixtureId\":\"7\",\"event\":{\"id\":\"70\",\"type\":14,\"minute\":12,\"extraMinute\":null,"
                                    + "\"playerId\":\"4\",\"relatedPlayerId\":null,\"amount\":null,"
                                    + "\"rescinded\":false,\"applied\":true,\"at\":\"2025-11-23T12:13:20Z\",\"corrections\":[]},\"at\":\"2025-11-23T12:13:20Z\"}");
            assertThat(anyone.events("frozen").get(0))
                    .isEqualTo(
                            "{\"id\":\"1\",\"frozen\":true,\"fixtureId\":\"7\",\"why\":null,\"at\":\"2025-11-23T12:13:20Z\"}");
            assertThat(anyone.events("frozen").get(1)).contains("\"frozen\":false");
        }
    }

    @Test
    void aReconnectedClientResumes() {
        StreamClient first = open("");
        prices.move(100);
        await().atMost(SOON).until(() -> first.has(prices.last()));
        first.close();
        String id = first.ids().get(50);
        prices.move(100);
        try (StreamClient again = open("", "Last-Event-ID", id)) {
            prices.move(1);
            await().atMost(SOON).until(() -> again.has(prices.last()));
            assertThat(again.events("price")).hasSize(50 + 100 + 1).doesNotHaveDuplicates();
            assertThat(first.events("price").subList(50, 100))
                    .isEqualTo(again.events("price").subList(0, 50));
        }
        try (StreamClient lost = open("", "Last-Event-ID", "somewhere")) {
            await().atMost(SOON).until(() -> lost.events("resync").size() == 1);
        }
    }

    @Test
    void aConnectedClientIsPresentUntilItDisconnects() {
        Presence presence = new Presence(redis, new LastSeen(redis), "test");
        UserId carol = UserId.of("carol");
        StreamClient one = open("", "Authorization", "Bearer " + TestNode.token("carol"));
        StreamClient two = open("?instruments=1", "Authorization", "bearer " + TestNode.token("carol"));
        StreamClient three = open("", "Authorization", "Bearer " + TestNode.token("carol"));
        assertThat(presence.connections(carol)).isEqualTo(3);
        assertThat(status("", "Bearer " + TestNode.token("carol"))).isEqualTo("429 too-many-requests");
        one.close();
        two.close();
        three.close();
        await().atMost(SOON).until(() -> {
            prices.move(1); // a node notices a disconnection when it writes
            return presence.connections(carol) == 0;
        });
    }

    /** The limit is 3. */
    @Test
    void simultaneousConnectionsDoNotExceedTheLimit() {
        List<StreamClient> clients = new ArrayList<>();
        try {
            for (int n = 0; n < 40; n++) {
                clients.add(
                        StreamClient.open(http, node.port(), "", "Authorization", "Bearer " + TestNode.token("dave")));
            }
            await().atMost(SOON)
                    .until(() ->
                            clients.stream().allMatch(client -> client.hasBegun() || client.has("too-many-requests")));
            assertThat(clients.stream().filter(StreamClient::hasBegun)).hasSize(3);
        } finally {
            clients.forEach(StreamClient::close);
        }
    }

    @Test
    void aHeadRequestOpensNoStream() throws Exception {
        assertThat(node.call("HEAD", "/v1/stream", null).type()).startsWith("text/event-stream");
    }

    @Test
    void badInputIsRefused() {
        for (String instruments : List.of("", ",", "1,", "x", "1,x", "-1", "0", "1;2", "99999999999999999999", "999")) {
            assertThat(status("?instruments=" + instruments, null))
                    .as(instruments)
                    .isEqualTo("422 validation");
        }
        assertThat(status("?instruments=1&instruments=2", null)).isEqualTo("422 validation");
        assertThat(status("?instrument=1", null)).isEqualTo("422 validation");
        assertThat(status("?access_token=" + TestNode.token("alice"), null))
                .as("a token has no place in an address")
                .isEqualTo("422 validation");
        for (String authorization :
                List.of("Bearer x", "Bearer ", "Basic YWxpY2U6YWxpY2U=", "x", TestNode.token("alice"))) {
            assertThat(status("", authorization)).as(authorization).isEqualTo("401 unauthorized");
        }
    }

    StreamClient open(String query, String... headers) {
        List<StreamClient> tried = new ArrayList<>();
        // Places of closed streams are free once the node has written to them.
        await().atMost(SOON).until(() -> {
            StreamClient client = StreamClient.open(http, node.port(), query, headers);
            await().atMost(SOON).until(() -> client.hasBegun() || client.has("unavailable"));
            if (!client.hasBegun()) {
                client.close();
                prices.move(1);
                return false;
            }
            tried.add(client);
            return true;
        });
        return tried.get(0);
    }

    String status(String query, @Nullable String authorization) {
        try {
            Answer answer = authorization == null
                    ? node.call("GET", "/v1/stream" + query, null)
                    : node.call("GET", "/v1/stream" + query, null, "Authorization", authorization);
            return answer.status() + " " + answer.problem();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(query, e);
        }
    }

    @Nested
    class Sockets extends SocketCases {
        Sockets() {
            super(StreamApiTest.this);
        }
    }

    @Nested
    class Crowd extends CrowdedStreamCases {
        Crowd() {
            super(StreamApiTest.this);
        }
    }
}
