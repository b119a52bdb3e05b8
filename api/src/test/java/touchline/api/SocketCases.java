package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.api.TestNode.Answer;

/** The stream over a WebSocket. */
abstract class SocketCases {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PING = "{\"action\":\"ping\"}";

    private final StreamApiTest stream;

    SocketCases(StreamApiTest stream) {
        this.stream = stream;
    }

    @Test
    void itSendsWhatIsSubscribedToWithTheIdsOfTheStream() {
        try (StreamClient reference = stream.open("?instruments=1,2,3");
                SocketClient socket = open()) {
            socket.send(subscribe("\"1\",\"2\""));
            assertThat(socket.await("subscribed").at("/data/instruments").toString())
                    .isEqualTo("[\"1\",\"2\"]");
            move(socket, 5);
            socket.send("{\"action\":\"unsubscribe\",\"instruments\":[\"2\"]}");
            socket.send(subscribe("\"3\""));
            assertThat(socket.await("subscribed", 3).at("/data/instruments").toString())
                    .isEqualTo("[\"1\",\"3\"]");
            move(socket, 5);
            await().atMost(SOON)
                    .until(() -> reference.has(stream.prices.last(1)) && reference.has(stream.prices.last(3)));

            assertThat(instruments(socket).subList(0, 2)).containsExactlyInAnyOrder("1", "2");
            assertThat(instruments(socket).subList(2, 4)).containsExactlyInAnyOrder("1", "3");
            assertThat(reference.ids()).containsAll(ids(socket));
            socket.await("hello");
        }
    }

    @Test
    void aReconnectedClientResumesOnEitherConnection() {
        List<String> ids;
        try (SocketClient first = open()) {
            first.send("{\"action\":\"subscribe\"}");
            assertThat(first.await("subscribed").at("/data/instruments").isNull())
                    .as("all")
                    .isTrue();
            stream.prices.move(100);
            first.await("price", 100);
            ids = ids(first);
            first.send("{\"action\":\"subscribe\",\"lastEventId\":\"" + ids.get(0) + "\"}");
            assertThat(first.await("error").at("/data/errors/0/field").textValue())
                    .isEqualTo("lastEventId");
        }
        stream.prices.move(100);
        try (SocketClient again = open()) {
            again.send("{\"action\":\"subscribe\",\"lastEventId\":\"" + ids.get(49) + "\"}");
            again.await("price", 150);
            stream.prices.move(1);
            again.await("price", 151);
            assertThat(ids(again).subList(0, 50)).isEqualTo(ids.subList(50, 100));
            assertThat(again.events("price")).hasSize(151).doesNotHaveDuplicates();
            try (StreamClient sse = stream.open("", "Last-Event-ID", ids(again).get(149))) {
                await().atMost(SOON).until(() -> sse.has(stream.prices.last()));
                assertThat(sse.events("price")).hasSize(1);
            }
        }
        try (SocketClient lost = open()) {
            lost.send("{\"action\":\"subscribe\",\"lastEventId\":\"somewhere\"}");
            lost.await("resync");
        }
    }

    @Test
    void aUserIsAuthenticatedByTheHandshakeOrAMessageAndReceivesItsOwnEvents() throws Exception {
        try (SocketClient header = open("Authorization", "Bearer " + TestNode.token("alice"));
                SocketClient message = open();
                SocketClient anyone = open()) {
            assertThat(header.await("authenticated").at("/data/userId").textValue())
                    .isEqualTo("alice");
            message.send("{\"action\":\"authenticate\",\"token\":\"wrong\"}");
            assertThat(message.await("error").at("/data/type").textValue()).isEqualTo("unauthorized");
            String token = "{\"action\":\"authenticate\",\"token\":\"" + TestNode.token("alice") + "\"}";
            message.send(token);
            message.await("authenticated");
            message.send(token);
            assertThat(message.await("error", 2).at("/data/type").textValue()).isEqualTo("refused");
            for (SocketClient one : List.of(header, message, anyone)) {
                one.send(subscribe(""));
                one.await("subscribed");
            }
            Answer position = stream.node.as(
                    "alice",
                    "POST",
                    "/v1/positions",
                    "{\"instrumentId\":\"1\",\"direction\":\"LONG\",\"quantity\":5,\"leverage\":10}");
            assertThat(position.status()).isEqualTo(201);
            for (SocketClient one : List.of(header, message)) {
                assertThat(one.await("position").at("/data/id"))
                        .isEqualTo(position.body().get("id"));
                one.await("wallet");
            }
            anyone.send(PING);
            anyone.await("pong");
            assertThat(anyone.has("wallet") || anyone.has("position")).isFalse();
            assertThat(header.events("price"))
                    .as("no instrument is subscribed to")
                    .isEmpty();
        }
    }

    /** The limit is 3, of both kinds of connections together. */
    @Test
    @SuppressWarnings("try") // one is closed before the end of its block
    void aUserHasNoMoreConnectionsThanOfTheStream() {
        String bearer = "Bearer " + TestNode.token("frank");
        List<StreamClient> streams = new ArrayList<>();
        try (SocketClient socket = open("Authorization", bearer);
                SocketClient anonymous = open()) {
            socket.await("authenticated");
            streams.add(stream.open("", "Authorization", bearer));
            streams.add(stream.open("", "Authorization", bearer));
            try (SocketClient more = open("Authorization", bearer)) {
                assertThat(more.awaitClose()).isEqualTo(4429);
                assertThat(more.await("error").at("/data/limit").textValue()).isEqualTo("streams-per-user");
            }
            anonymous.send("{\"action\":\"authenticate\",\"token\":\"" + TestNode.token("frank") + "\"}");
            assertThat(anonymous.await("error").at("/data/type").textValue()).isEqualTo("too-many-requests");
            assertThat(stream.status("", bearer)).isEqualTo("429 too-many-requests");

            socket.close();
            await().atMost(SOON).until(() -> {
                try (SocketClient again = open("Authorization", bearer)) {
                    await().atMost(SOON).until(() -> again.has("authenticated") || again.has("error"));
                    return again.has("authenticated");
                }
            });
        } finally {
            streams.forEach(StreamClient::close);
        }
    }

    @Test
    void aMessageThatIsWrongIsAnsweredWithAProblemAndTheConnectionStays() {
        try (SocketClient socket = open()) {
            List<String> wrong = List.of(
                    "",
                    "[]",
                    "{",
                    "{}",
                    "{\"action\":\"SUBSCRIBE\"}",
                    "{\"action\":\"ping\",\"instruments\":[]}",
                    "{\"action\":\"authenticate\"}",
                    "{\"action\":\"authenticate\",\"token\":1}",
                    "{\"action\":\"subscribe\",\"instruments\":\"1\"}",
                    "{\"action\":\"subscribe\",\"instruments\":[1]}",
                    "{\"action\":\"subscribe\",\"instruments\":[\"999\"]}",
                    "{\"action\":\"subscribe\",\"instruments\":[\"1\"],\"instrument\":1}");
            for (int n = 0; n < wrong.size(); n++) {
                socket.send(wrong.get(n));
                assertThat(socket.await("error", n + 1).at("/data/status").intValue())
                        .as(wrong.get(n))
                        .isIn(400, 422);
            }
            socket.send(PING);
            socket.await("pong");
        }
    }

    @Test
    void binaryLargeAndTooManyMessagesEndAConnection() {
        try (SocketClient binary = open();
                SocketClient large = open();
                SocketClient eager = open()) {
            binary.socket().sendBinary(ByteBuffer.wrap(new byte[] {1}), true).join();
            assertThat(binary.awaitClose()).isEqualTo(1003);
            large.send("x".repeat(17 * 1024));
            assertThat(large.awaitClose()).isEqualTo(1009);
            // One at a time: the node has read all that was sent when it closes, so that the client receives the code.
            for (int n = 1; !eager.isClosed(); n++) {
                int sent = n;
                eager.send(PING);
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(SOON)
                        .until(() -> eager.isClosed() || eager.events("pong").size() >= sent);
            }
            assertThat(eager.awaitClose()).isEqualTo(1008);
            assertThat(eager.closeReason()).contains("too many messages");
        }
    }

    @Test
    void aRequestThatIsNoWebSocketOrHasABadTokenIsRefused() throws Exception {
        Answer plain = stream.node.call("GET", "/v1/ws", null);
        assertThat(plain.status() + " " + plain.problem()).isEqualTo("426 upgrade-required");
        assertThat(stream.node.call("HEAD", "/v1/ws", null).status()).isEqualTo(426);
        assertThat(SocketClient.refusal(stream.node.port(), "Authorization", "Bearer x"))
                .isEqualTo(401);
        assertThat(SocketClient.refusal(stream.node.port(), "Authorization", "Basic YTpi"))
                .isEqualTo(401);
    }

    private SocketClient open(String... headers) {
        return SocketClient.open(stream.node.port(), headers);
    }

    /** Moves prices, and waits until the last one that the socket is subscribed to is there. */
    private void move(SocketClient socket, int ticks) {
        int before = socket.events("price").size();
        stream.prices.move(ticks);
        socket.await("price", before + 2);
    }

    private static String subscribe(String instruments) {
        return "{\"action\":\"subscribe\",\"instruments\":[" + instruments + "]}";
    }

    private static List<String> instruments(SocketClient socket) {
        return socket.events("price").stream()
                .map(one -> one.at("/data/id").textValue())
                .toList();
    }

    private static List<String> ids(SocketClient socket) {
        return socket.events("price").stream()
                .map((JsonNode one) -> one.get("id").textValue())
                .toList();
    }
}
