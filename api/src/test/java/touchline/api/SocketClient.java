package touchline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of a node's WebSocket, without a thread. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<JsonNode> events = new ArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private volatile String closeReason = "";
    private volatile int closeCode = -1;

    @SuppressWarnings("NullAway.Init")
    private WebSocket socket;

    private SocketClient() {}

    static SocketClient open(int port, String... headers) {
        SocketClient client = new SocketClient();
        client.socket = connect(client, port, headers).join();
        return client;
    }

    /** The status of a handshake that is refused. */
    static int refusal(int port, String... headers) {
        try {
            connect(new SocketClient(), port, headers).join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw e;
        }
    }

    private static CompletableFuture<WebSocket> connect(SocketClient client, int port, String... headers) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int n = 0; n < headers.length; n += 2) {
            builder.header(headers[n], headers[n + 1]);
        }
        return builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/ws"), client);
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    WebSocket socket() {
        return socket;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
        synchronized (this) {
            message.append(part);
            if (isLast) {
                try {
                    JSON.readTree(message.toString()).forEach(events::add);
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(message.toString(), e);
                }
                message.setLength(0);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeReason = reason;
        closeCode = code;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closeCode = 1006;
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** The events of a name. */
    List<JsonNode> events(String name) {
        return events().stream()
                .filter(one -> one.get("event").textValue().equals(name))
                .toList();
    }

    /** The latest event of a name, once there is one. */
    JsonNode await(String name) {
        return await(name, 1);
    }

    /** The latest event of a name, once there are so many. */
    JsonNode await(String name, int count) {
        Awaitility.await().atMost(SOON).until(() -> events(name).size() >= count);
        List<JsonNode> all = events(name);
        return all.get(all.size() - 1);
    }

    boolean has(String words) {
        return events().toString().contains(words);
    }

    boolean isClosed() {
        return closeCode >= 0;
    }

    /** The code with which the node closes it. */
    int awaitClose() {
        Awaitility.await().atMost(SOON).until(() -> closeCode >= 0);
        return closeCode;
    }

    /** What the node says with that code. */
    String closeReason() {
        return closeReason;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
