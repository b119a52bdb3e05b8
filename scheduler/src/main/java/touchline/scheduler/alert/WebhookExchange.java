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
 * Sends one request to the webhook. The deadline covers the whole exchange, so that a receiver which answers byte by byte can't hold the sender.
 * Redirects are not followed: alerts are confidential.
 */
final class WebhookExchange {
    private final Duration deadline;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    WebhookExchange(Duration deadline) {
        this.deadline = deadline;
    }

    /** Sends a request. Returns why it failed; empty if it was accepted. The text contains neither the address nor the body. */
    Optional<String> send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
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
