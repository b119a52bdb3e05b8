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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A followed stream. It reconnects after the last event that it has received, also if nothing is sent for 30 seconds: the market sends a ping every ten seconds, so the
 * connection is dead. Thread-safe.
 */
public final class MarketStream implements AutoCloseable {
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final long RECONNECT_MILLIS = 2_000;
    private static final long NOT_WAITING = 0;

    private final HttpClient http;
    private final HttpRequest request;
    private final BiConsumer<String, JsonNode> listener;
    private final Consumer<RuntimeException> onEnd;
    private final Duration longestSilence;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "touchline-stream");
    private final Thread watch = new Thread(this::watch, "touchline-stream-watch");
    private volatile InputStream open;
    private volatile long waitingSince = NOT_WAITING;
    private volatile boolean isClosed;
    private volatile String lastId;

    MarketStream(
            HttpClient http,
            HttpRequest request,
            BiConsumer<String, JsonNode> listener,
            Consumer<RuntimeException> onEnd,
            Duration longestSilence) {
        this.http = http;
        this.request = request;
        this.listener = listener;
        this.onEnd = onEnd;
        this.longestSilence = longestSilence;
        thread.setDaemon(true);
        thread.start();
        watch.setDaemon(true);
        watch.start();
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
        RuntimeException end = null;
        try {
            followUntilClosed();
        } catch (RuntimeException refusedOrThrown) {
            end = isClosed ? null : refusedOrThrown;
        } finally {
            isClosed = true;
            watch.interrupt();
            connected.countDown();
        }
        if (end != null) {
            onEnd.accept(end);
        }
    }

    /** Reading has no time-out of its own. */
    private void watch() {
        try {
            while (!isClosed) {
                Thread.sleep(Math.max(1, longestSilence.toMillis() / 10));
                long since = waitingSince;
                if (since != NOT_WAITING && System.nanoTime() - since > longestSilence.toNanos()) {
                    closeBody();
                }
            }
        } catch (InterruptedException end) {
            // the stream is closed
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
        HttpResponse<InputStream> answer = send(next.build());
        try (InputStream body = answer.body()) {
            open = body;
            waitingSince = System.nanoTime();
            if (isRefused(answer.statusCode())) {
                throw new TouchlineProblem(answer.statusCode(), problem(body));
            }
            if (answer.statusCode() != 200 || isClosed) {
                return;
            }
            read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
        } finally {
            waitingSince = NOT_WAITING;
        }
    }

    /** Whether no later attempt would be accepted either. */
    private static boolean isRefused(int status) {
        return status >= 300 && status < 500 && status != 408 && status != 429;
    }

    private static JsonNode problem(InputStream body) {
        try {
            return TouchlineClient.JSON.readTree(body);
        } catch (IOException unreadable) {
            return TouchlineClient.JSON.createObjectNode();
        }
    }

    private HttpResponse<InputStream> send(HttpRequest next) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                http.sendAsync(next, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException none) {
            throw new IOException("no answer", none);
        } finally {
            answer.cancel(true); // without effect if it is there
        }
    }

    private void read(BufferedReader lines) throws IOException {
        String id = lastId;
        String event = null;
        String data = null;
        for (String line = next(lines); line != null && !isClosed; line = next(lines)) {
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

    /** A listener may take its time: only waiting for the market counts. */
    private String next(BufferedReader lines) throws IOException {
        waitingSince = System.nanoTime();
        String line = lines.readLine();
        waitingSince = NOT_WAITING;
        return line;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        watch.interrupt();
        closeBody();
    }

    private void closeBody() {
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
