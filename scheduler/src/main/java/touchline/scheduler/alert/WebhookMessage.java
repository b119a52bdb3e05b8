package touchline.scheduler.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.Locale;

/**
 * A message about an alert, and what a webhook receives; docs/alerts.md documents it for receivers.
 *
 * @param delivery names it: the same for each attempt
 * @param event {@code opened} or {@code closed}
 * @param alertId as the receiver sees it
 * @param alert its current state
 * @param runbook what to do about it
 */
public record WebhookMessage(String delivery, String event, String alertId, Alert alert, String runbook) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request with this message, signed now. */
    HttpRequest request(Webhook webhook) {
        String body = body();
        return HttpRequest.newBuilder(webhook.address())
                .header("Content-Type", "application/json")
                .header("User-Agent", "touchline")
                .header("X-Touchline-Delivery", delivery)
                .header("X-Touchline-Signature", webhook.signature(Instant.now().getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private String body() {
        ObjectNode body = JSON.createObjectNode();
        body.put("delivery", delivery);
        body.put("event", event);
        ObjectNode fields = body.putObject("alert");
        fields.put("id", alertId);
        fields.put("rule", alert.rule());
        fields.put("subject", alert.subject());
        fields.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        fields.put("summary", alert.summary());
        fields.put("runbook", runbook);
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
}
