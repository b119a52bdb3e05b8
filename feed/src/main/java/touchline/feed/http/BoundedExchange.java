package touchline.feed.http;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Exchanges of bounded duration and size, without redirects: they decide who is authenticated. Thread-safe. */
public final class BoundedExchange {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Duration deadline;
    private final int mostBytes;
    private final HttpClient http;

    /**
     * Creates a client.
     *
     * @param deadline of an exchange as a whole
     * @param mostBytes of an answer's body
     */
    public BoundedExchange(Duration deadline, int mostBytes) {
        this.deadline = deadline;
        this.mostBytes = mostBytes;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Sends a request.
     *
     * @throws IOException if there is no whole answer in time, or if it is too long
     */
    public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, head -> new LimitedBody(mostBytes));
        // A separate stage ends in time: the client's own future would continue the exchange.
        CompletableFuture<HttpResponse<byte[]>> inTime =
                sent.copy().orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return inTime.get();
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(request.uri() + ": " + words(cause), cause);
        } finally {
            sent.cancel(true); // closes the connection if the answer is incomplete
        }
    }

    private String words(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "no whole answer within " + deadline.toMillis() + " ms";
        }
        if (cause instanceof LimitedBody.BodyTooLongException
                || cause.getCause() instanceof LimitedBody.BodyTooLongException) {
            return "an answer of more than " + mostBytes + " bytes";
        }
        return cause.toString();
    }
}
