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

/** Fetches Google's keys in one exchange of bounded duration and size, without redirects. Thread-safe. */
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
                .followRedirects(HttpClient.Redirect.NEVER) // a redirect would allow forged tokens
                .build();
    }

    /**
     * Fetches the keys.
     *
     * @throws IOException if there is no answer in time, or no usable key set
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
        // A separate stage ends in time: the client's own future would continue the exchange.
        CompletableFuture<HttpResponse<byte[]>> inTime =
                sent.copy().orTimeout(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
        try {
            return inTime.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(settings.jwksUrl() + ": " + words(cause), cause);
        } finally {
            sent.cancel(true); // closes the connection if the answer is incomplete
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
