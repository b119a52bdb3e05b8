package touchline.sandbox.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends a trader's writes to one node, and to the other one if it doesn't answer, as a load balancer would. An unanswered write is repeated under its
 * idempotency key until it is answered. Used by one thread.
 */
final class TradingClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long RETRY_MILLIS = 50;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final List<Integer> ports;
    private final String token;
    private int current;
    private int faults;

    TradingClient(List<Integer> ports, int first, String token) {
        this.ports = List.copyOf(ports);
        this.current = first % ports.size();
        this.token = token;
    }

    /** A final answer: no 5xx. */
    record Answer(int status, JsonNode body) {}

    /** Sends until it is answered. */
    Answer send(String path, String key, String body) throws InterruptedException {
        while (true) {
            try {
                HttpResponse<String> response =
                        http.send(request(path, key, body), HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() < 500) {
                    return new Answer(response.statusCode(), JSON.readTree(response.body()));
                }
                if (response.statusCode() != 503) {
                    faults++;
                }
            } catch (IOException unknown) {
                // The write may have taken effect: it is repeated under its key.
            }
            current = (current + 1) % ports.size();
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private HttpRequest request(String path, String key, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(current) + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** The number of answers 5xx except 503. */
    int faults() {
        return faults;
    }
}
