package touchline.scheduler.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import touchline.scheduler.text.RequestSignature;

/** Where alerts are sent, and the secret that signs them. The address is confidential too: many services accept every request to it. */
public final class Webhook extends HttpChannel {
    private static final ObjectMapper JSON = new ObjectMapper();
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
    HttpRequest request(AlertMessage message) {
        String body = body(message);
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("User-Agent", "touchline")
                .header("X-Touchline-Delivery", message.delivery())
                .header(
                        "X-Touchline-Signature",
                        RequestSignature.of(secret, Instant.now().getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String body(AlertMessage message) {
        Alert alert = message.alert();
        ObjectNode body = JSON.createObjectNode();
        body.put("delivery", message.delivery());
        body.put("event", message.event());
        ObjectNode fields = body.putObject("alert");
        fields.put("id", message.alertId());
        fields.put("rule", alert.rule());
        fields.put("subject", alert.subject());
        fields.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        fields.put("summary", alert.summary());
        fields.put("runbook", message.runbook());
        fields.put("occurrences", alert.occurrences());
        fields.put("openedAt", alert.openedAt().toString());
        fields.put("lastSeenAt", alert.lastSeenAt().toString());
        fields.put(
                "closedAt", alert.closedAt() == null ? null : alert.closedAt().toString());
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always written", e);
        }
    }

    /** Leaves out the secret, and the path, which may be confidential. */
    @Override
    public String toString() {
        return "Webhook[" + address.getHost() + "]";
    }
}
