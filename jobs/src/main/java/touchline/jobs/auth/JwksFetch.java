package touchline.jobs.auth;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import touchline.feed.http.LimitedBody;

/** Asks Google for its keys: one exchange, bounded in time as a whole and in size, at the address given and nowhere else. Thread-safe. */
final class JwksFetch {
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final GoogleSettings settings;
    private final HttpClient http;

    JwksFetch(GoogleSettings settings) {
        this.settings = settings;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER) // whoever could redirect it could forge tokens
                .build();
    }

    /**
     * Fetches them.
     *
     * @throws IOException if nobody answers in time, or what is answered is no key set to be used
     */
    KeySet fetch() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(settings.jwksUrl())
                .header("Accept", "application/json")
                .GET()
                .build();
        HttpResponse<byte[]> answer = exchange(request);
        if (answer.statusCode() != 200) {
            throw new IOException(settings.jwksUrl() + " answered with status " + answer.statusCode());
        }
        try {
            return KeySet.parse(new String(answer.body(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new IOException(settings.jwksUrl() + " answered with what can't be used: " + e.getMessage(), e);
        }
    }

    private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, head -> new LimitedBody(MOST_BYTES));
        // A stage of its own ends in time: the client's own future would only pretend to, and let the exchange go on.
        CompletableFuture<HttpResponse<byte[]>> inTime =
                sent.copy().orTimeout(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return inTime.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(settings.jwksUrl() + ": " + words(cause), cause);
        } finally {
            sent.cancel(true); // hangs up where the answer is still on its way; else it does nothing
        }
    }

    private String words(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "no whole answer within " + settings.deadline().toMillis() + " ms";
        }
        if (cause instanceof LimitedBody.BodyTooLongException
                || cause.getCause() instanceof LimitedBody.BodyTooLongException) {
            return "an answer of more than " + MOST_BYTES + " bytes";
        }
        return cause.toString();
    }
}
