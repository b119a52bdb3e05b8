package touchline.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A stream that sends one event, the id 5, and then nothing, like a connection that has died. It accepts no token of a client that comes back. */
final class SilentStream implements AutoCloseable {
    private static final byte[] EVENT = "id: 5\nevent: price\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PROBLEM = "{\"type\":\"unauthorized\",\"status\":401}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private SilentStream(HttpServer server) {
        this.server = server;
    }

    static SilentStream open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/stream", SilentStream::answer);
        server.start();
        return new SilentStream(server);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestHeaders().containsKey("Last-Event-ID")) {
            try (exchange) {
                exchange.sendResponseHeaders(401, PROBLEM.length);
                exchange.getResponseBody().write(PROBLEM);
            }
            return;
        }
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(EVENT);
        exchange.getResponseBody().flush(); // it stays open
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
