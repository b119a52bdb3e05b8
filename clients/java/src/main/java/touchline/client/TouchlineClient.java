package touchline.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A client of the API for one user. Thread-safe. */
public final class TouchlineClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int ATTEMPTS = 5;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(250);
    /** A refusal that asks for more patience is thrown. */
    private static final long LONGEST_WAIT_SECONDS = 60;
    /** A proxy answers the last two: it is unknown whether the request took effect. */
    private static final Set<Integer> TEMPORARY = Set.of(429, 503, 502, 504);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI api;
    private final String token;

    /**
     * A client.
     *
     * @param api where the API is, such as {@code http://localhost:8080}
     * @param token an access token or an API key
     */
    public TouchlineClient(URI api, String token) {
        this.api = URI.create(api.toString().replaceAll("/$", ""));
        this.token = token;
    }

    /** Reads. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null);
    }

    /**
     * Sends a request. A write has an {@code Idempotency-Key}, so it takes effect once, however often it is sent.
     *
     * @param body is written as JSON; null for none
     * @return the answer's body; an empty object if it has none
     * @throws TouchlineProblem if the request is refused; at once if it asks to wait for more than a minute. A redirect is a refusal: it is not followed
     * @throws IOException if there is no answer after several attempts: whether the request took effect is unknown
     */
    public JsonNode send(String method, String path, Object body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token);
        if (!method.equals("GET")) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        for (int attempt = 1; ; attempt++) {
            long wait = attempt;
            try {
                HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() / 100 == 2) {
                    return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
                }
                wait = retryAfter(answer, wait);
                if (!TEMPORARY.contains(answer.statusCode()) || attempt == ATTEMPTS || wait > LONGEST_WAIT_SECONDS) {
                    throw new TouchlineProblem(answer.statusCode(), problem(answer.body()));
                }
            } catch (IOException noAnswer) {
                if (attempt == ATTEMPTS) {
                    throw noAnswer;
                }
            }
            Thread.sleep(Duration.ofSeconds(wait).toMillis());
        }
    }

    /** The seconds of a {@code Retry-After}; {@code otherwise} if it has none, as a proxy may send a date. */
    private static long retryAfter(HttpResponse<?> answer, long otherwise) {
        String sent = answer.headers().firstValue("Retry-After").orElse("");
        return sent.matches("\\d{1,9}") ? Long.parseLong(sent) : otherwise;
    }

    /** The problem of a refusal; empty if a proxy has refused in its own words. */
    private static JsonNode problem(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read.isObject() ? read : JSON.createObjectNode();
        } catch (IOException unreadable) {
            return JSON.createObjectNode();
        }
    }

    /**
     * Sends an order or an opening, and follows it while it waits out the in-play delay. An order that rests is returned as it is.
     *
     * @param path {@code /v1/orders} or {@code /v1/positions}
     * @throws TouchlineProblem if it is refused at once; one that is rejected after it has waited has the state {@code REJECTED} and a {@code problem}
     */
    public JsonNode place(String path, Object body) throws IOException, InterruptedException {
        JsonNode placed = send("POST", path, body);
        while (placed.path("state").asText().equals("PENDING")) {
            Thread.sleep(POLL.toMillis());
            placed = get(path + "/" + placed.get("id").asText());
        }
        return placed;
    }

    /**
     * Follows the stream on a thread of its own until the result is closed, or {@code onEnd} is called.
     *
     * @param instruments ids; empty for all
     * @param listener receives the name and the data of each event
     * @param onEnd is called if the stream ends without being closed, once: with a {@link TouchlineProblem} if it is refused, as when the token has
     *     expired (401) or the address is wrong (404), or with what the listener threw
     */
    public MarketStream listen(
            Set<String> instruments, BiConsumer<String, JsonNode> listener, Consumer<RuntimeException> onEnd) {
        String query = instruments.isEmpty() ? "" : "?instruments=" + String.join(",", instruments);
        HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/v1/stream" + query))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token)
                .build();
        return new MarketStream(http, request, listener, onEnd, MarketStream.LONGEST_SILENCE);
    }
}
