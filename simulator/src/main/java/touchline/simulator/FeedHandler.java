package touchline.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import touchline.simulator.recording.Fault;

/** Answers requests, or fails in the way of the current fault. */
final class FeedHandler implements HttpHandler {
    private static final long LATE_MILLIS = 1_000;
    private static final long DRIP_MILLIS = 100;
    private static final long GIVE_UP_SECONDS = 60;
    private static final byte[] MEGABYTE = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    private static final int HUGE_MEGABYTES = 256;

    private final FeedRoutes routes;
    private final FaultSwitch faults;
    private final String token;
    private final CountDownLatch closed = new CountDownLatch(1);

    FeedHandler(FeedRoutes routes, FaultSwitch faults, String token) {
        this.routes = routes;
        this.faults = faults;
        this.token = token;
    }

    /** Ends every request that waits. */
    void close() {
        closed.countDown();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            FeedQuery query = FeedQuery.of(exchange.getRequestHeaders().getFirst("Host"), exchange.getRequestURI());
            if (!isAllowed(exchange, query)) {
                send(exchange, Answer.message(401, "Unauthenticated."));
                return;
            }
            Optional<Fault> fault = faults.now();
            Answer answer = routes.answer(query, fault.orElse(null));
            if (fault.isEmpty()) {
                send(exchange, answer);
            } else {
                fail(fault.get(), exchange, answer);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAllowed(HttpExchange exchange, FeedQuery query) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        return token.equals(header) || token.equals(query.parameter("api_token"));
    }

    private void fail(Fault fault, HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        switch (fault) {
            case SILENT -> closed.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
            case HTTP_500 -> send(exchange, Answer.message(500, "Server Error"));
            case HTTP_403 -> send(exchange, Answer.forbidden());
            case HTTP_429 -> send(exchange, Answer.tooManyCalls("Fixture", 1));
            case SLOW -> {
                closed.await(LATE_MILLIS, TimeUnit.MILLISECONDS);
                send(exchange, answer);
            }
            case TRUNCATED -> truncate(exchange, answer);
            case DRIBBLE -> dribble(exchange, answer);
            case MALFORMED -> send(exchange, new Answer(200, "<html>gateway</html>"));
            case HUGE -> flood(exchange);
            case NO_EVENTS, EMPTY, NUMERIC_STRINGS, NULLS, UNKNOWN_STATE -> send(exchange, answer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = answer.bytes();
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    /** Promises the whole and closes after half, which makes the server break the connection off. */
    private static void truncate(HttpExchange exchange, Answer answer) throws IOException {
        byte[] whole = answer.bytes();
        exchange.sendResponseHeaders(answer.status(), whole.length);
        OutputStream body = exchange.getResponseBody();
        body.write(Arrays.copyOf(whole, whole.length / 2));
        body.flush();
    }

    private void dribble(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        byte[] whole = answer.bytes();
        exchange.sendResponseHeaders(answer.status(), whole.length);
        OutputStream body = exchange.getResponseBody();
        for (byte drop : whole) {
            body.write(drop);
            body.flush();
            if (closed.await(DRIP_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private static void flood(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        for (int i = 0; i < HUGE_MEGABYTES; i++) {
            body.write(MEGABYTE);
        }
    }
}
