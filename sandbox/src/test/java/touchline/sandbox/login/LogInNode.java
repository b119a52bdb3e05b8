package touchline.sandbox.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.api.TouchlineApplication;
import touchline.sandbox.google.GoogleStub;
import touchline.stores.junit.TestStores;

/** A whole node in this process that accepts ID tokens of the Google stub, and its client. */
final class LogInNode {
    static final String CLIENT_ID = "touchline-test";
    static final String SECRET = "a secret for tests that is long enough";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TouchlineApplication application;

    private LogInNode(TouchlineApplication application) {
        this.application = application;
    }

    static LogInNode start(TestStores stores, GoogleStub google, Map<String, String> more) throws Exception {
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
        variables.put("SHUTDOWN_LEAVE", "0s");
        variables.put("LOG_LEVEL", "ERROR");
        variables.put("RATE_LIMITS", "0");
        variables.put("GOOGLE_CLIENT_ID", CLIENT_ID);
        variables.put("GOOGLE_JWKS_URL", google.jwksUrl().toString());
        variables.putAll(more);
        TouchlineApplication node = new TouchlineApplication(variables);
        Path here = Path.of("config.yml");
        node.run("server", (Files.exists(here) ? here : Path.of("../config.yml")).toString());
        return new LogInNode(node);
    }

    void stop() throws Exception {
        application.stop();
    }

    int port() {
        return application.httpPort();
    }

    record Answer(int status, String type, JsonNode body) {
        String problem() {
            return body.path("type").asText();
        }

        String token() {
            return body.path("accessToken").asText();
        }
    }

    Answer logIn(String idToken) throws IOException, InterruptedException {
        return send("POST", "/v1/auth/google", JSON.writeValueAsString(Map.of("idToken", idToken)), null);
    }

    Answer logOut(String token) throws IOException, InterruptedException {
        return send("DELETE", "/v1/auth/session", null, token);
    }

    Answer get(String path, String token) throws IOException, InterruptedException {
        return send("GET", path, null, token);
    }

    Answer post(String path, String body, String token, String... headers) throws IOException, InterruptedException {
        return send("POST", path, body, token, headers);
    }

    private Answer send(String method, String path, @Nullable String body, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + application.httpPort() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
    }
}
