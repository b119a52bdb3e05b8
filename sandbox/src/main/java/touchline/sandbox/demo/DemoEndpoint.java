package touchline.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import touchline.sandbox.google.GoogleStub;

/**
 * Where a running demo answers, and how to log in to it: a local Google stub signs an ID token for any name, and the node accepts it as one of Google's. The demo
 * stores the stub's address in a file that only its user can read, where {@code touchline token} finds it.
 *
 * @param port of the API
 * @param signIn address at which the stub signs
 */
record DemoEndpoint(int port, URI signIn) {
    static final String CLIENT_ID = "touchline-demo";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    static DemoEndpoint of(int port, GoogleStub google) {
        return new DemoEndpoint(port, google.signInUrl());
    }

    /** Finds the demo on a port; empty if none runs there. */
    static Optional<DemoEndpoint> at(int port, Map<String, String> environment) throws IOException {
        try {
            return Optional.of(new DemoEndpoint(
                    port, URI.create(Files.readString(file(port, environment)).strip())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Stores the address. */
    DemoEndpoint publish(Map<String, String> environment) throws IOException {
        Path file = file(port, environment);
        Files.createDirectories(
                Objects.requireNonNull(file.getParent()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, signIn.toString());
        return this;
    }

    void withdraw(Map<String, String> environment) {
        try {
            Files.deleteIfExists(file(port, environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Logs a user in and returns the access token.
     *
     * @throws IOException if the demo doesn't answer or refuses
     */
    String accessToken(String name) throws IOException, InterruptedException {
        HttpResponse<String> signed = post(
                URI.create(signIn + "?client_id=" + CLIENT_ID + "&name="
                        + URLEncoder.encode(name, StandardCharsets.UTF_8)),
                "");
        HttpResponse<String> in = post(
                URI.create("http://127.0.0.1:" + port + "/v1/auth/google"),
                JSON.writeValueAsString(Map.of("idToken", signed.body())));
        if (in.statusCode() != 200) {
            throw new IOException("the demo at port " + port + " answered " + in.statusCode() + ": " + in.body());
        }
        return JSON.readTree(in.body()).get("accessToken").textValue();
    }

    private static HttpResponse<String> post(URI where, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(where)
                        .timeout(Duration.ofSeconds(10))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Not in the checkout, which may be read-only. */
    private static Path file(int port, Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path base = !runtime.isEmpty() && Files.isWritable(Path.of(runtime))
                ? Path.of(runtime, "touchline")
                : Path.of(System.getProperty("java.io.tmpdir"), "touchline-" + System.getProperty("user.name"));
        return base.resolve("demo-" + port + ".url");
    }
}
