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
import touchline.sandbox.google.GoogleStandIn;

/**
 * How people get into a running demo: its Google's stand-in signs an ID token for whatever name, and the node lets in by that, as it would by one of Google's. Where the
 * stand-in is, a demo writes down where its user alone reads it, so that another process finds it.
 *
 * @param port where the API answers
 * @param signIn where the stand-in signs
 */
record DemoDoor(int port, URI signIn) {
    static final String CLIENT_ID = "touchline-demo";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    static DemoDoor of(int port, GoogleStandIn google) {
        return new DemoDoor(port, google.signInUrl());
    }

    /** The door of the demo whose API answers at that port; empty where none has said that it runs. */
    static Optional<DemoDoor> at(int port, Map<String, String> environment) throws IOException {
        try {
            return Optional.of(new DemoDoor(
                    port, URI.create(Files.readString(note(port, environment)).strip())));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Writes it down. */
    DemoDoor open(Map<String, String> environment) throws IOException {
        Path note = note(port, environment);
        Files.createDirectories(
                Objects.requireNonNull(note.getParent()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(note, signIn.toString());
        return this;
    }

    void close(Map<String, String> environment) {
        try {
            Files.deleteIfExists(note(port, environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An access token for the person of a name.
     *
     * @throws IOException if nobody answers, or one of the two says no; with what to do
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
    private static Path note(int port, Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        Path base = !runtime.isEmpty() && Files.isWritable(Path.of(runtime))
                ? Path.of(runtime, "touchline")
                : Path.of(System.getProperty("java.io.tmpdir"), "touchline-" + System.getProperty("user.name"));
        return base.resolve("demo-" + port + ".url");
    }
}
