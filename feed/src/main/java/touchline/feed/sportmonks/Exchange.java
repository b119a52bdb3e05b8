package touchline.feed.sportmonks;

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
import touchline.feed.http.LimitedBody;

/**
 * One request and its whole answer within a deadline. {@link HttpRequest.Builder#timeout} ends with the answer's headers: a body
 * that drips in a byte a second would hold a job for as long as the other side likes. So the whole exchange is timed.
 */
final class Exchange {
    private final HttpClient http;
    private final String token;

    Exchange(HttpClient http, String token) {
        this.http = http;
        this.token = token;
    }

    HttpResponse<byte[]> get(URI address, Duration deadline, int maxBodyBytes)
            throws FeedException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", token)
                .header("Accept", "application/json")
                .GET()
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new LimitedBody(maxBodyBytes));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw unavailable(address, "no whole answer within " + deadline.toMillis() + " ms", late);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof LimitedBody.BodyTooLongException
                    || (cause != null && cause.getCause() instanceof LimitedBody.BodyTooLongException)) {
                throw new FeedException(
                        FeedException.Reason.MALFORMED,
                        address.getPath() + " answered with more than " + maxBodyBytes + " bytes");
            }
            if (cause instanceof IOException broken) {
                throw unavailable(address, broken.getClass().getSimpleName(), broken);
            }
            throw new IllegalStateException("Asking " + address.getPath() + " failed", cause);
        } finally {
            answer.cancel(true); // hangs up where the answer is still on its way; else it does nothing
        }
    }

    private static FeedException unavailable(URI address, String what, Exception cause) {
        return new FeedException(
                FeedException.Reason.UNAVAILABLE, address.getPath() + ": " + what, Duration.ZERO, cause);
    }
}
