package touchline.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;

/** A followed stream. It reconnects after the last event that it has received. Thread-safe. */
public final class MarketStream implements AutoCloseable {
    private static final long RECONNECT_MILLIS = 2_000;

    private final HttpClient http;
    private final HttpRequest request;
    private final BiConsumer<String, JsonNode> listener;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "touchline-stream");
    private volatile InputStream open;
    private volatile boolean isClosed;
    private volatile String lastId;

    MarketStream(HttpClient http, HttpRequest request, BiConsumer<String, JsonNode> listener) {
        this.http = http;
        this.request = request;
        this.listener = listener;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until it is connected for the first time: events after that are received.
     *
     * @throws IllegalStateException if it has ended without
     */
    public void awaitConnection() throws InterruptedException {
        connected.await();
        if (lastId == null) {
            throw new IllegalStateException("the stream is refused");
        }
    }

    private void run() {
        try {
            followUntilClosed();
        } finally {
            connected.countDown();
        }
    }

    private void followUntilClosed() {
        while (!isClosed) {
            try {
                follow();
            } catch (IOException broken) {
                // reconnects below
            } catch (InterruptedException end) {
                return;
            }
            try {
                Thread.sleep(isClosed ? 0 : RECONNECT_MILLIS);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private void follow() throws IOException, InterruptedException {
        HttpRequest.Builder next = HttpRequest.newBuilder(request, (name, value) -> true);
        if (lastId != null) {
            next.setHeader("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer = http.send(next.build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            open = body;
            if (answer.statusCode() == 401 || answer.statusCode() == 422) {
                isClosed = true; // no later attempt would be accepted either
                throw new TouchlineProblem(answer.statusCode(), TouchlineClient.JSON.readTree(body));
            }
            if (answer.statusCode() != 200 || isClosed) {
                return;
            }
            read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
        }
    }

    private void read(BufferedReader lines) throws IOException {
        String id = lastId;
        String event = null;
        String data = null;
        for (String line = lines.readLine(); line != null && !isClosed; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = line.substring("data: ".length());
            } else if (line.isEmpty()) {
                if (event != null && data != null) {
                    listener.accept(event, TouchlineClient.JSON.readTree(data));
                }
                lastId = id; // only now: an event that is cut off is sent again
                event = null;
                data = null;
                connected.countDown();
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        InputStream body = open;
        if (body != null) {
            try {
                body.close();
            } catch (IOException gone) {
                // it is closed
            }
        }
    }
}
