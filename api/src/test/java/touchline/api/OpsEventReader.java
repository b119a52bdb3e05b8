package touchline.api;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.operator.TestOperators;

/** A client of a node's operator events over its own socket, which may not read. */
final class OpsEventReader implements AutoCloseable {
    private final Socket socket;
    private volatile boolean ended;
    private final StringBuilder received = new StringBuilder();

    private OpsEventReader(Socket socket) {
        this.socket = socket;
    }

    static OpsEventReader open(OpsNode node, @Nullable String lastId, String... headers) throws IOException {
        return ask(node, lastId, 0, headers).begin();
    }

    /** One who asks and then reads nothing. */
    static OpsEventReader stalled(OpsNode node) throws IOException {
        return ask(node, null, 4_096);
    }

    private static OpsEventReader ask(OpsNode node, @Nullable String lastId, int buffer, String... headers)
            throws IOException {
        Socket socket = new Socket();
        if (buffer > 0) {
            socket.setReceiveBufferSize(buffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()), 5_000);
        StringBuilder request = new StringBuilder(
                // Otherwise the connection outlives the stream until it has been idle for half a minute.
                "GET /v1/ops/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        if (!List.of(headers).contains("Accept")) {
            request.append("Accept: text/event-stream\r\n");
        }
        if (!List.of(headers).contains("Cookie")) {
            request.append("Authorization: ")
                    .append(OpsNode.basic("viewer", TestOperators.PASSWORD))
                    .append("\r\n");
        }
        if (lastId != null) {
            request.append("Last-Event-ID: ").append(lastId).append("\r\n");
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.append(headers[n]).append(": ").append(headers[n + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        return new OpsEventReader(socket);
    }

    /** As far as it has come; with what HTTP puts around it. */
    synchronized String text() {
        return received.toString();
    }

    boolean has(String words) {
        return text().contains(words);
    }

    String contentType() {
        await().atMost(Duration.ofSeconds(60)).until(() -> has("\r\n\r\n"));
        return text().lines()
                .filter(line -> line.startsWith("Content-Type: "))
                .map(line -> line.substring("Content-Type: ".length()))
                .findFirst()
                .orElse("none");
    }

    List<String> ids() {
        return text().lines()
                .filter(line -> line.startsWith("id: ") && line.contains("~"))
                .map(line -> line.substring(4))
                .toList();
    }

    /** Reads from now on. */
    OpsEventReader begin() {
        Thread thread = new Thread(this::read, "event-reader");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    /** Whether the node has closed the connection. */
    boolean hasEnded() {
        return ended;
    }

    private void read() {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                append(new String(buffer, 0, read, StandardCharsets.UTF_8));
            }
        } catch (IOException closed) {
            // as good an end as any
        }
        ended = true;
    }

    private synchronized void append(String text) {
        received.append(text);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
