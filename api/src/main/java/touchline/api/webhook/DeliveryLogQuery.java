package touchline.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.market.webhook.WebhookEventKind;

/** Reads the log of a webhook's deliveries. Thread-safe. */
final class DeliveryLogQuery {
    private static final int MOST_ATTEMPTS = 50;

    private final Jdbi jdbi;

    DeliveryLogQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A delivery and its latest attempts, the latest first.
     *
     * @param nextAt when it is sent next; null if it has ended
     */
    record LoggedDelivery(
            long id,
            String eventId,
            WebhookEventKind kind,
            DeliveryState state,
            Instant queuedAt,
            @Nullable Instant nextAt,
            List<Attempt> attempts) {}

    /** A request to the webhook. */
    record Attempt(Instant at, DeliveryOutcome outcome) {}

    /** The latest deliveries first. */
    List<LoggedDelivery> page(long webhook, long before, int limit) {
        return jdbi.withHandle(handle -> withAttempts(
                handle,
                handle.createQuery("""
                                SELECT * FROM client_webhook_deliveries WHERE webhook_id = :webhook AND id < :before AND coalesce(later_kind, kind) = ANY (:kinds)
                                ORDER BY id DESC LIMIT :limit
                                """)
                        .bind("webhook", webhook)
                        .bind("before", before)
                        .bind("limit", limit)
                        .bindArray("kinds", String.class, WebhookEventKind.names())
                        .map((row, context) -> delivery(row))
                        .list()));
    }

    /**
     * Queues a delivery again, to be sent now; empty if the webhook has no such delivery. It keeps its age and its attempts: of one that was given up only this attempt is
     * made.
     */
    Optional<LoggedDelivery> resend(long webhook, long id) {
        return jdbi.withHandle(handle -> {
            List<LoggedDelivery> queued = handle.createQuery("""
                            UPDATE client_webhook_deliveries
                            SET done_at = NULL, delivered = false,
                                next_at = CASE WHEN due_at IS NULL THEN now() ELSE next_at END, due_at = CASE WHEN due_at IS NOT NULL THEN now() END
                            WHERE id = :id AND webhook_id = :webhook AND coalesce(later_kind, kind) = ANY (:kinds) RETURNING *
                            """)
                    .bind("id", id)
                    .bind("webhook", webhook)
                    .bindArray("kinds", String.class, WebhookEventKind.names())
                    .map((row, context) -> delivery(row))
                    .list();
            return withAttempts(handle, queued).stream().findFirst();
        });
    }

    private static List<LoggedDelivery> withAttempts(Handle handle, List<LoggedDelivery> deliveries) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        Map<Long, List<Attempt>> attempts = new HashMap<>();
        handle.createQuery("""
                        SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY delivery_id ORDER BY at DESC) AS nth
                                       FROM client_webhook_attempts WHERE delivery_id IN (<ids>)) AS latest
                        WHERE nth <= :most ORDER BY delivery_id, at DESC
                        """)
                .bindList("ids", deliveries.stream().map(LoggedDelivery::id).toList())
                .bind("most", MOST_ATTEMPTS)
                .map((row, context) -> Map.entry(row.getLong("delivery_id"), attempt(row)))
                .forEach(one -> attempts.computeIfAbsent(one.getKey(), any -> new ArrayList<>())
                        .add(one.getValue()));
        return deliveries.stream()
                .map(one -> new LoggedDelivery(
                        one.id(),
                        one.eventId(),
                        one.kind(),
                        one.state(),
                        one.queuedAt(),
                        one.nextAt(),
                        attempts.getOrDefault(one.id(), List.of())))
                .toList();
    }

    private static LoggedDelivery delivery(ResultSet row) throws SQLException {
        String later = row.getString("later_kind");
        Timestamp next = row.getTimestamp(later == null ? "next_at" : "due_at");
        Instant done = ClientWebhookRepository.time(row.getTimestamp("done_at"));
        DeliveryState ended = row.getBoolean("delivered") ? DeliveryState.DELIVERED : DeliveryState.GIVEN_UP;
        return new LoggedDelivery(
                row.getLong("id"),
                row.getString("event_id"),
                WebhookEventKind.valueOf(later == null ? row.getString("kind") : later),
                done == null ? DeliveryState.PENDING : ended,
                row.getTimestamp("queued_at").toInstant(),
                done == null ? next.toInstant() : null,
                List.of());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        return new Attempt(
                row.getTimestamp("at").toInstant(),
                new DeliveryOutcome(
                        status == 0 ? null : Integer.valueOf(status), row.getString("error"), row.getLong("millis")));
    }
}
