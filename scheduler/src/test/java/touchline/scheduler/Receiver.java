package touchline.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a webhook points at: a real HTTP server that keeps the messages it receives. */
final class Receiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private volatile Manner manner = exchange -> exchange.sendResponseHeaders(204, -1);

    /** A request as it came. */
    record Message(String delivery, String signature, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        String event() throws IOException {
            return json().path("event").asText();
        }
    }

    /** How it answers. */
    interface Manner {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    List<Message> received() {
        return List.copyOf(received);
    }

    void answers(Manner how) {
        manner = how;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(new Message(
                    exchange.getRequestHeaders().getFirst("X-Touchline-Delivery"),
                    exchange.getRequestHeaders().getFirst("X-Touchline-Signature"),
                    body));
            manner.answer(exchange);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
