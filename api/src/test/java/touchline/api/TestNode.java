package touchline.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.auth.AccessTokens;
import touchline.api.operator.TestOperators;
import touchline.market.wallet.UserId;
import touchline.stores.junit.TestStores;

/** A node in this process, on a test's stores, and a client of it. */
final class TestNode {
    static final String SECRET = "a secret for tests that is long enough";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TouchlineApplication application;
    private final HttpClient http = HttpClient.newHttpClient();

    TestNode(TouchlineApplication application) {
        this.application = application;
    }

    static Map<String, String> variables(TestStores stores) {
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABASE_URL", stores.databaseUrl());
        variables.put("DATABASE_USER", stores.user());
        variables.put("DATABASE_PASSWORD", stores.password());
        variables.put("REDIS_URL", stores.redisUrl());
        variables.put("REDIS_MAY_FORGET", "1");
        variables.put("HTTP_PORT", "0");
        variables.put("ADMIN_PORT", "0");
        variables.put("TOKEN_SECRET", SECRET);
        variables.put("FLUSHER_EMBEDDED", "1");
        variables.put("RATE_LIMITS", "0"); // where they aren't what is tested, none is to be waited for
        variables.put("FEED_SILENT_AFTER", "10m"); // a slow machine is no silent feed
        variables.put("LOG_LEVEL", "ERROR");
        variables.put("SHUTDOWN_LEAVE", "0s");
        variables.put("OPERATORS_PASSWORD_ITERATIONS", Integer.toString(TestOperators.CHEAP.iterations()));
        return variables;
    }

    static TestNode start(TestStores stores) throws Exception {
        return start(stores, Map.of());
    }

    /** With these variables beside the usual ones. */
    static TestNode start(TestStores stores, Map<String, String> more) throws Exception {
        Map<String, String> all = variables(stores);
        all.putAll(more);
        TouchlineApplication application = new TouchlineApplication(all);
        application.run("server", configuration());
        return new TestNode(application);
    }

    static String configuration() {
        Path here = Path.of("config.yml").toAbsolutePath();
        return (here.toFile().exists() ? here : Path.of("../config.yml").toAbsolutePath()).toString();
    }

    void stop() throws Exception {
        application.stop();
    }

    int port() {
        return application.httpPort();
    }

    static String token(String user) {
        return new AccessTokens(SECRET.getBytes(StandardCharsets.UTF_8), Clock.systemUTC())
                .mint(UserId.of(user), user, Duration.ofHours(1));
    }

    /** What was answered. */
    record Answer(int status, String type, String location, String retryAfter, JsonNode body) {
        String problem() {
            return body.path("type").asText();
        }
    }

    Answer call(String method, String path, @Nullable String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + application.httpPort() + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.setHeader(headers[n], headers[n + 1]);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.headers().firstValue("Location").orElse(""),
                response.headers().firstValue("Retry-After").orElse(""),
                response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body()));
    }

    /** What the admin port answers. */
    String admin(String path) throws IOException, InterruptedException {
        return adminAnswer(path).body();
    }

    int adminStatus(String path) throws IOException, InterruptedException {
        return adminAnswer(path).statusCode();
    }

    private HttpResponse<String> adminAnswer(String path) throws IOException, InterruptedException {
        // As Prometheus asks where it would take protobuf too.
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.adminPort() + path))
                        .header(
                                "Accept",
                                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,text/plain;version=0.0.4;q=0.5")
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    Answer as(String user, String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return call(method, path, body, "Authorization", "Bearer " + token(user));
    }
}
