package touchline.scheduler.alert;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import touchline.scheduler.text.HumanFormat;

/**
 * A channel whose messages are HTTP requests. The deadline covers the whole exchange, so that a receiver which answers byte by byte can't hold the sender.
 * Redirects are not followed: alerts are confidential.
 */
abstract class HttpChannel implements AlertChannel {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /** A request with a message. */
    abstract HttpRequest request(AlertMessage message);

    @Override
    public final Optional<String> send(AlertMessage message, Duration deadline) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                http.sendAsync(request(message), HttpResponse.BodyHandlers.discarding());
        try {
            int status = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answered " + status);
        } catch (TimeoutException late) {
            return Optional.of("no whole answer within " + HumanFormat.setting(deadline));
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            return Optional.of(cause.getClass().getSimpleName());
        } finally {
            answer.cancel(true); // closes the connection if the answer is incomplete
        }
    }
}
