package touchline.sandbox.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A trader with an HTTP client. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private final String token;
    private final Duration patience;

    Client(String user) {
        this(user, Duration.ofSeconds(30));
    }

    /** One that waits so long for each answer. */
    Client(String user, Duration patience) {
        this.token = MarketCluster.token(user);
        this.patience = patience;
    }

    /** A status, a body, and how long to wait where it says so. */
    record Answer(int status, JsonNode body, String retryAfter) {}

    Answer post(int port, String path, @Nullable String key, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(port, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    Answer get(int port, String path) throws IOException, InterruptedException {
        return send(request(port, path).GET());
    }

    private HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(patience)
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().firstValue("Retry-After").orElse(""));
    }
}
