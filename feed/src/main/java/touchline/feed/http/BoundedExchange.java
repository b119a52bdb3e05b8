package touchline.feed.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Exchanges of bounded duration and size, without redirects: one would carry a token to another host, or let another host decide who is authenticated. Thread-safe. */
public final class BoundedExchange {
    private final HttpClient http;

    /**
     * Creates a client.
     *
     * @param connect how long a connection may take, within the deadline of its exchange
     */
    public BoundedExchange(Duration connect) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /**
     * Sends a request. {@link HttpRequest.Builder#timeout} would end with the answer's headers, and a body that drips in would take any time.
     *
     * @param deadline of the exchange as a whole
     * @param mostBytes of the answer's body
     * @throws BodyTooLongException if the body is longer
     * @throws IOException if there is no whole answer in time, or none that is HTTP; the message names host and path only
     */
    public HttpResponse<byte[]> send(HttpRequest request, Duration deadline, int mostBytes)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new LimitedBody(mostBytes));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(
                    name(request.uri()) + ": no whole answer within " + deadline.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            throw failure(request.uri(), failed.getCause() == null ? failed : failed.getCause(), mostBytes);
        } finally {
            answer.cancel(true); // closes the connection if the answer is incomplete
        }
    }

    /** Of any cause: the client reports a length that is no number by a NumberFormatException. */
    private static IOException failure(URI address, Throwable cause, int mostBytes) {
        if (cause instanceof BodyTooLongException || cause.getCause() instanceof BodyTooLongException) {
            return new BodyTooLongException(name(address) + ": an answer of more than " + mostBytes + " bytes");
        }
        // Messages may quote the answer; that of TLS says what an operator has to mend.
        String words = cause instanceof SSLException
                ? cause.toString()
                : cause.getClass().getSimpleName();
        return new IOException(name(address) + ": " + words, cause);
    }

    private static String name(URI address) {
        return address.getHost() + address.getPath();
    }
}
