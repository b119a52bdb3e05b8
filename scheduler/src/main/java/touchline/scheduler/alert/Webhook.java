package touchline.scheduler.alert;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import touchline.scheduler.text.RequestSignature;

/** Where alerts are sent, and the secret that signs them. The address is confidential too: many services accept every request to it. */
public final class Webhook implements AlertChannel {
    private static final int SHORTEST_SECRET = 16;

    private final URI address;
    private final String secret;

    /**
     * Creates a webhook.
     *
     * @throws IllegalArgumentException if the address is not an HTTP URL, or the secret is too short; the message contains neither
     */
    public Webhook(URI address, String secret) {
        if (secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("ALERT_WEBHOOK_SECRET must have at least " + SHORTEST_SECRET
                    + " bytes; make one with: openssl rand -hex 32");
        }
        this.address = AlertChannel.checked(address, "ALERT_WEBHOOK_URL");
        this.secret = secret;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public HttpRequest request(WebhookMessage message) {
        return message.request(this);
    }

    URI address() {
        return address;
    }

    /**
     * Signs a request.
     *
     * @param seconds since the epoch, when the request is sent
     */
    String signature(long seconds, String body) {
        return RequestSignature.of(secret, seconds, body);
    }

    /** Leaves out the secret, and the path, which may be confidential. */
    @Override
    public String toString() {
        return "Webhook[" + address.getHost() + "]";
    }
}
