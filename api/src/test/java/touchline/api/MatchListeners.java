package touchline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Listeners to a node while a match goes on, by Server-Sent Events and by WebSocket, with and without a token. A socket sends valid and invalid messages as well. */
final class MatchListeners implements AutoCloseable {
    private static final int MESSAGES_AT_ONCE = 5; // below the limit of ten in a second
    private static final List<String> MESSAGES = List.of(
            "{\"action\":\"subscribe\",\"instruments\":[\"771\"]}",
            "{\"action\":\"subscribe\"}",
            "{\"action\":\"unsubscribe\",\"instruments\":[\"772\"]}",
            "{\"action\":\"unsubscribe\"}",
            "{\"action\":\"ping\"}",
            "{\"action\":\"subscribe\",\"instruments\":[\"1\"]}",
            "{\"action\":\"subscribe\",\"instruments\":\"771\"}",
            "{\"action\":\"subscribe\",\"lastEventId\":\"no id\"}",
            "{\"action\":\"authenticate\",\"token\":\"no token\"}",
            "{\"action\":\"authenticate\"}",
            "{\"action\":\"fly\"}",
            "{\"action\":7}",
            "[[[[{}]]]]",
            "nothing that JSON knows",
            "\"" + "x".repeat(10_000) + "\"");

    private final List<StreamClient> streams = new ArrayList<>();
    private final SocketClient quiet;
    private final SocketClient talking;
    private final Random random;

    private MatchListeners(int port, List<String> tokens, long seed) {
        HttpClient http = HttpClient.newHttpClient();
        streams.add(StreamClient.open(http, port, ""));
        streams.add(StreamClient.open(http, port, "?instruments=771,990101", "Authorization", tokens.get(0)));
        streams.add(StreamClient.open(http, port, "", "Authorization", tokens.get(1)));
        quiet = SocketClient.open(port, "Authorization", tokens.get(2));
        quiet.send("{\"action\":\"subscribe\"}");
        talking = SocketClient.open(port);
        random = new Random(seed);
    }

    static MatchListeners open(int port, List<String> tokens, long seed) {
        return new MatchListeners(port, tokens, seed);
    }

    boolean haveBegun() {
        return streams.stream().allMatch(StreamClient::hasBegun)
                && !quiet.events("subscribed").isEmpty()
                && !talking.events("hello").isEmpty();
    }

    boolean haveReceivedPrices() {
        return streams.stream().allMatch(stream -> stream.has("event: price"))
                && !quiet.events("price").isEmpty();
    }

    void talk() {
        for (int n = 0; n < MESSAGES_AT_ONCE; n++) {
            talking.send(MESSAGES.get(random.nextInt(MESSAGES.size())));
        }
    }

    /** All are connected, and no message of a socket was a fault of the node. */
    void assertServed() {
        assertThat(streams).noneMatch(StreamClient::hasEnded);
        assertThat(quiet.isClosed()).as(quiet.closeReason()).isFalse();
        assertThat(talking.isClosed()).as(talking.closeReason()).isFalse();
        talking.await("error");
        assertThat(talking.events("error"))
                .allMatch(error -> error.at("/data/status").asInt() < 500);
    }

    @Override
    public void close() {
        streams.forEach(StreamClient::close);
        quiet.close();
        talking.close();
    }
}
