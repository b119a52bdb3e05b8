package touchline.api.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.market.wallet.UserId;
import touchline.market.webhook.WebhookEventKind;

/** Claims deliveries to webhooks and records their outcomes. Thread-safe. */
final class WebhookDeliveryRepository {
    private final Jdbi jdbi;

    WebhookDeliveryRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Claims the oldest due delivery of each of up to {@code most} webhooks, those first that were sent to longest ago, and of the kinds that are known: one that can't be read must not hold up the others. No node claims another one of the same webhook until the outcome is recorded, or the claim has
     * ended.
     */
    List<DueDelivery> claim(int most, Duration claim) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH due AS (
                            SELECT w.id FROM client_webhooks w
                            WHERE w.disabled_at IS NULL AND (w.busy_until IS NULL OR w.busy_until NOT BETWEEN now() AND now() + 2 * :claim * interval '1 millisecond')
                              AND w.id IN (SELECT d.webhook_id FROM client_webhook_deliveries d WHERE d.done_at IS NULL AND d.next_at <= now() AND d.kind = ANY (:kinds)
                                           UNION ALL
                                           SELECT d.webhook_id FROM client_webhook_deliveries d WHERE d.done_at IS NULL AND d.due_at <= now() AND d.later_kind = ANY (:later))
                            ORDER BY w.busy_until NULLS FIRST, w.id LIMIT :most
                            FOR NO KEY UPDATE SKIP LOCKED
                        ), claimed AS (
                            UPDATE client_webhooks AS w SET busy_until = now() + :claim * interval '1 millisecond'
                            FROM due WHERE w.id = due.id
                            RETURNING w.id, w.url, w.user_id, w.secret
                        )
                        SELECT d.id, d.webhook_id, d.event_id, d.part, coalesce(d.later_kind, d.kind) AS kind, d.entry, d.attempts + 1 AS attempt, c.url, c.user_id, c.secret
                        FROM claimed c CROSS JOIN LATERAL (
                            SELECT * FROM (
                                (SELECT * FROM client_webhook_deliveries d
                                 WHERE d.webhook_id = c.id AND d.done_at IS NULL AND d.next_at <= now() AND d.kind = ANY (:kinds) ORDER BY d.next_at, d.id LIMIT 1)
                                UNION ALL
                                (SELECT * FROM client_webhook_deliveries d
                                 WHERE d.webhook_id = c.id AND d.done_at IS NULL AND d.due_at <= now() AND d.later_kind = ANY (:later) ORDER BY d.due_at, d.id LIMIT 1)) AS either
                            ORDER BY coalesce(either.due_at, either.next_at), either.id LIMIT 1) AS d
                        """)
                .bind("most", most)
                .bind("claim", claim.toMillis())
                .bindArray("later", String.class, WebhookEventKind.laterNames())
                .bindArray("kinds", String.class, WebhookEventKind.names())
                .map((row, context) -> due(row))
                .list());
    }

    private static DueDelivery due(ResultSet row) throws SQLException {
        return new DueDelivery(
                row.getLong("id"),
                row.getLong("webhook_id"),
                row.getString("event_id"),
                row.getInt("part"),
                WebhookEventKind.valueOf(row.getString("kind")),
                row.getString("entry"),
                row.getInt("attempt"),
                new DueDelivery.Target(
                        row.getString("url"), UserId.of(row.getString("user_id")), row.getString("secret")));
    }

    /** Records a success. */
    void delivered(DueDelivery delivery, DeliveryOutcome outcome) {
        jdbi.useTransaction(handle -> {
            lockWebhook(handle, delivery);
            recordAttempt(handle, delivery, outcome);
            handle.createUpdate("""
                            UPDATE client_webhook_deliveries SET done_at = now(), delivered = true, attempts = :attempt WHERE id = :id AND done_at IS NULL
                            """)
                    .bind("id", delivery.id())
                    .bind("attempt", delivery.attempt())
                    .execute();
            handle.createUpdate(
                            "UPDATE client_webhooks SET busy_until = now(), failing_since = NULL WHERE id = :webhook")
                    .bind("webhook", delivery.webhook())
                    .execute();
        });
    }

    /**
     * Records a failure and puts the delivery off, or gives it up. A first failure after a quiet time as long as a delivery is repeated begins a new time of failures: a
     * webhook to which nothing was sent has not failed.
     *
     * @return whether the webhook is disabled now, as it has failed for too long
     */
    boolean failed(DueDelivery delivery, DeliveryOutcome outcome, Duration wait, WebhookTiming timing) {
        return jdbi.inTransaction(handle -> {
            lockWebhook(handle, delivery);
            recordAttempt(handle, delivery, outcome);
            handle.createUpdate("""
                            UPDATE client_webhook_deliveries
                            SET attempts = :attempt,
                                next_at = CASE WHEN due_at IS NULL THEN now() + :wait * interval '1 millisecond' ELSE next_at END,
                                due_at = CASE WHEN due_at IS NOT NULL THEN now() + :wait * interval '1 millisecond' END,
                                done_at = CASE WHEN queued_at < now() - :patience * interval '1 millisecond' THEN now() END
                            WHERE id = :id AND done_at IS NULL
                            """)
                    .bind("id", delivery.id())
                    .bind("attempt", delivery.attempt())
                    .bind("wait", wait.toMillis())
                    .bind("patience", timing.patience().toMillis())
                    .execute();
            return handle.createQuery("""
                            UPDATE client_webhooks
                            SET busy_until = now(), failing_since = f.since, last_failed_at = now(),
                                disabled_at = CASE WHEN f.since < now() - :failing * interval '1 millisecond' THEN now() END,
                                disabled_because = CASE WHEN f.since < now() - :failing * interval '1 millisecond' THEN 'FAILING' END
                            FROM (SELECT CASE WHEN last_failed_at > now() - :patience * interval '1 millisecond' THEN coalesce(failing_since, now())
                                              ELSE now() END AS since
                                  FROM client_webhooks WHERE id = :webhook) AS f
                            WHERE id = :webhook AND disabled_at IS NULL
                            RETURNING disabled_at IS NOT NULL
                            """)
                    .bind("webhook", delivery.webhook())
                    .bind("failing", timing.failing().toMillis())
                    .bind("patience", timing.patience().toMillis())
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
        });
    }

    /** Locks it before its deliveries, as a deletion does. */
    private static void lockWebhook(Handle handle, DueDelivery delivery) {
        handle.execute("SELECT 1 FROM client_webhooks WHERE id = ? FOR NO KEY UPDATE", delivery.webhook());
    }

    /** No row if the delivery was deleted meanwhile. */
    private static void recordAttempt(Handle handle, DueDelivery delivery, DeliveryOutcome outcome) {
        handle.createUpdate("""
                        INSERT INTO client_webhook_attempts (delivery_id, status, error, millis)
                        SELECT id, :status, :error, :millis FROM client_webhook_deliveries WHERE id = :id FOR KEY SHARE
                        """)
                .bind("id", delivery.id())
                .bind("status", outcome.status())
                .bind("error", outcome.error())
                .bind("millis", outcome.millis())
                .execute();
    }

    /** Deletes deliveries that ended a week ago, and those of deleted webhooks. Returns their number. */
    int deleteEnded() {
        return jdbi.withHandle(handle -> handle.execute("""
                DELETE FROM client_webhook_deliveries d
                WHERE d.done_at < now() - interval '7 days'
                   OR NOT EXISTS (SELECT 1 FROM client_webhooks w WHERE w.id = d.webhook_id)
                   OR (d.queued_at < now() - interval '30 days'
                       AND EXISTS (SELECT 1 FROM client_webhooks w WHERE w.id = d.webhook_id AND w.disabled_at IS NOT NULL))
                """));
    }
}
