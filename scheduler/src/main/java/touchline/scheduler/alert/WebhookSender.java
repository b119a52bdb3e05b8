package touchline.scheduler.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends due deliveries to the webhook, at least once each. A node claims a delivery for a while before it sends it, so that no other node sends it
 * too. If the node dies, the delivery is sent again under the same id, so that the receiver can recognise it.
 */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofHours(24);

    private final Jdbi jdbi;
    private final Webhook webhook;
    private final AlertTiming timing;
    private final WebhookExchange exchange;

    WebhookSender(Jdbi jdbi, Webhook webhook, AlertTiming timing) {
        this.jdbi = jdbi;
        this.webhook = webhook;
        this.timing = timing;
        this.exchange = new WebhookExchange(timing.exchange());
    }

    /** A delivery that this node has claimed. */
    private record Claimed(long id, String event, int attempt, Alert alert) {}

    /** Sends due deliveries until none is left or one fails: the next would most likely fail too. */
    void deliverWhatIsDue() throws InterruptedException {
        Optional<Claimed> next = claim();
        while (next.isPresent() && deliver(next.get())) {
            next = claim();
        }
    }

    /** An alert's opening is sent before its closing; silenced alerts are not sent. */
    private Optional<Claimed> claim() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH due AS (
                            SELECT d.id
                            FROM job_alert_deliveries d JOIN job_alerts a ON a.id = d.alert_id
                            WHERE d.delivered_at IS NULL AND d.given_up_at IS NULL AND d.next_at <= now()
                              AND (a.silenced_until IS NULL OR a.silenced_until <= now())
                              AND NOT EXISTS (SELECT 1 FROM job_alert_deliveries e
                                              WHERE e.alert_id = d.alert_id AND e.id < d.id
                                                AND e.delivered_at IS NULL AND e.given_up_at IS NULL)
                            ORDER BY d.next_at LIMIT 1
                            FOR UPDATE OF d SKIP LOCKED
                        ), claimed AS (
                            UPDATE job_alert_deliveries AS d
                            SET attempts = d.attempts + 1, next_at = now() + :claim * interval '1 millisecond'
                            FROM due WHERE d.id = due.id
                            RETURNING d.id AS delivery, d.alert_id, d.event, d.attempts
                        )
                        SELECT c.delivery, c.event, c.attempts, a.* FROM claimed c JOIN job_alerts a ON a.id = c.alert_id
                        """)
                .bind("claim", timing.claim().toMillis())
                .map((row, context) -> new Claimed(
                        row.getLong("delivery"), row.getString("event"), row.getInt("attempts"), Alert.of(row)))
                .findOne());
    }

    private boolean deliver(Claimed delivery) throws InterruptedException {
        String body = body(delivery);
        HttpRequest request = HttpRequest.newBuilder(webhook.address())
                .header("Content-Type", "application/json")
                .header("User-Agent", "touchline")
                .header("X-Touchline-Delivery", Long.toString(delivery.id()))
                .header("X-Touchline-Signature", webhook.signature(Instant.now().getEpochSecond(), body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        Optional<String> complaint = exchange.send(request);
        if (complaint.isEmpty()) {
            delivered(delivery);
        } else {
            putOff(delivery, complaint.get());
        }
        return complaint.isEmpty();
    }

    private void delivered(Claimed delivery) {
        jdbi.useHandle(
                handle -> handle.createUpdate("""
                        UPDATE job_alert_deliveries SET delivered_at = now(), last_error = NULL, given_up_at = NULL
                        WHERE id = :id AND delivered_at IS NULL
                        """).bind("id", delivery.id()).execute());
    }

    /** Does nothing if another node has claimed it since. */
    private void putOff(Claimed delivery, String complaint) {
        Duration wait = timing.retry().waitAfter(delivery.attempt(), ThreadLocalRandom.current());
        boolean givenUp = jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE job_alert_deliveries AS d
                        SET next_at = now() + :wait * interval '1 millisecond', last_error = :error,
                            given_up_at = CASE WHEN greatest(CASE d.event WHEN 'opened' THEN a.opened_at ELSE a.closed_at END,
                                                             a.silenced_until) < now() - :patience * interval '1 millisecond'
                                               THEN now() END
                        FROM job_alerts a
                        WHERE a.id = d.alert_id AND d.id = :id AND d.attempts = :attempt AND d.delivered_at IS NULL
                        RETURNING d.given_up_at IS NOT NULL
                        """)
                .bind("wait", wait.toMillis())
                .bind("error", complaint)
                .bind("patience", PATIENCE.toMillis())
                .bind("id", delivery.id())
                .bind("attempt", delivery.attempt())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
        LOG.warn(
                "alert {} could not be sent to the webhook, attempt {}{}: {}",
                delivery.alert().id(),
                delivery.attempt(),
                givenUp ? ", and is given up" : "",
                complaint);
    }

    /** The alert's current state; docs/alerts.md documents it for receivers. */
    private static String body(Claimed delivery) {
        Alert alert = delivery.alert();
        ObjectNode body = JSON.createObjectNode();
        body.put("delivery", Long.toString(delivery.id()));
        body.put("event", delivery.event());
        ObjectNode fields = body.putObject("alert");
        fields.put("id", Long.toString(alert.id()));
        fields.put("rule", alert.rule());
        fields.put("subject", alert.subject());
        fields.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
        fields.put("summary", alert.summary());
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
