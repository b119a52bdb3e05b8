package touchline.api.webhook;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.RedirectProtocolHandler;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.SocketAddressResolver;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import touchline.api.webhook.address.CheckedResolver;
import touchline.scheduler.text.RequestSignature;

/**
 * Posts signed messages to webhooks without blocking. The deadline covers the whole exchange. Redirects are not followed, and of an answer only the status is read.
 * Thread-safe.
 */
final class WebhookHttp {
    private static final long CONNECT_MILLIS = 5_000;

    private final HttpClient http = new HttpClient();
    private final Duration deadline;
    private final boolean isPrivateAllowed;

    /**
     * A client that is not started.
     *
     * @param isPrivateAllowed whether it connects to addresses that are not public too
     */
    WebhookHttp(Duration deadline, boolean isPrivateAllowed) {
        this.deadline = deadline;
        this.isPrivateAllowed = isPrivateAllowed;
    }

    /**
     * A body, and how it is signed.
     *
     * @param seconds since the epoch: when it is sent
     */
    record Signed(String body, String secret, long seconds) {
        private String signature() {
            return RequestSignature.of(secret, seconds, body);
        }

        /** Without the secret. */
        @Override
        public String toString() {
            return "Signed[" + seconds + "]";
        }
    }

    void start() throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(12, 2);
        threads.setName("webhooks");
        threads.setDaemon(true);
        http.setExecutor(threads);
        Scheduler scheduler = new ScheduledExecutorScheduler("webhook-timeouts", true);
        http.setScheduler(scheduler);
        SocketAddressResolver usual = new SocketAddressResolver.Async(threads, scheduler, CONNECT_MILLIS);
        http.setSocketAddressResolver(isPrivateAllowed ? usual : new CheckedResolver(usual));
        http.setFollowRedirects(false);
        http.setConnectTimeout(CONNECT_MILLIS);
        http.setMaxConnectionsPerDestination(20);
        http.setMaxResponseHeadersSize(16 * 1024);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "touchline"));
        http.setDestinationIdleTimeout(60_000);
        http.start();
        http.getContentDecoderFactories().clear();
        // Interim answers (1xx) are still read over.
        List.of(
                        RedirectProtocolHandler.NAME,
                        WWWAuthenticationProtocolHandler.NAME,
                        ProxyAuthenticationProtocolHandler.NAME)
                .forEach(http.getProtocolHandlers()::remove);
    }

    void stop() throws Exception {
        http.stop();
    }

    /**
     * Sends a message.
     *
     * @param then receives the outcome, on a thread of the client
     */
    void post(DueDelivery delivery, Signed message, Consumer<DeliveryOutcome> then) {
        long began = System.nanoTime();
        http.newRequest(URI.create(delivery.to().url()))
                .method(HttpMethod.POST)
                .headers(headers -> headers.put("X-Touchline-Delivery", delivery.eventId())
                        .put("X-Touchline-Signature", message.signature()))
                .body(new StringRequestContent("application/json", message.body()))
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .send(result -> then.accept(outcome(result, began)));
    }

    private static DeliveryOutcome outcome(Result result, long began) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        Throwable failure = result.getFailure();
        return failure == null
                ? new DeliveryOutcome(result.getResponse().getStatus(), null, millis)
                : new DeliveryOutcome(null, words(failure), millis);
    }

    /** Nothing that a network said itself: the log is not a way to look into it. */
    private static String words(Throwable failure) {
        if (failure instanceof CheckedResolver.PrivateAddressException) {
            return "the host has no public address";
        }
        if (failure instanceof UnknownHostException) {
            return "the host is unknown";
        }
        if (failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof SSLException) {
            return "TLS failed";
        }
        return failure instanceof ConnectException ? "no connection" : "the exchange failed";
    }
}
