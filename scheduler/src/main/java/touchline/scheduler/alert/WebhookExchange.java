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
 * One request to the webhook. The whole exchange is timed: a receiver whose answer drips would hold the sender for as long as it likes. No redirect is
 * followed, as what is told is for nobody else.
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

    /** Sends it; gives what is wrong with the answer, and nothing where it was taken. Never the address, nor what was sent. */
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
            answer.cancel(true); // hangs up where the answer is still on its way; else it does nothing
        }
    }
}
