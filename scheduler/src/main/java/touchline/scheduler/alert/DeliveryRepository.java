package touchline.scheduler.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.sql.TimeColumns;

/** The rows of {@code job_alert_deliveries}: one per opening or closing of an alert that is sent. Thread-safe. */
final class DeliveryRepository {
    private final Jdbi jdbi;

    DeliveryRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A delivery that this node has claimed. */
    record Claimed(long id, String event, int attempt, Alert alert) {}

    /**
     * Claims a due delivery to a channel. An alert's opening is due before its closing; silenced alerts are not due.
     *
     * @param claim for how long no other node can claim it
     */
    Optional<Claimed> claim(String channel, Duration claim) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        WITH due AS (
                            SELECT d.id
                            FROM job_alert_deliveries d JOIN job_alerts a ON a.id = d.alert_id
                            WHERE d.channel = :channel AND d.delivered_at IS NULL AND d.given_up_at IS NULL AND d.next_at <= now()
                              AND (a.silenced_until IS NULL OR a.silenced_until <= now())
                              AND NOT EXISTS (SELECT 1 FROM job_alert_deliveries e
                                              WHERE e.alert_id = d.alert_id AND e.channel = d.channel AND e.id < d.id
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
                .bind("channel", channel)
                .bind("claim", claim.toMillis())
                .map((row, context) -> new Claimed(
                        row.getLong("delivery"), row.getString("event"), row.getInt("attempts"), Alert.of(row)))
                .findOne());
    }

    void delivered(Claimed delivery) {
        jdbi.useHandle(
                handle -> handle.createUpdate("""
                        UPDATE job_alert_deliveries SET delivered_at = now(), last_error = NULL, given_up_at = NULL
                        WHERE id = :id AND delivered_at IS NULL
                        """).bind("id", delivery.id()).execute());
    }

    /**
     * Puts a failed delivery off. Does nothing if another node has claimed it since.
     *
     * @param patience how long after the event, or after the silence, a delivery is given up
     * @return whether it is given up
     */
    boolean putOff(Claimed delivery, String error, Duration wait, Duration patience) {
        return jdbi.withHandle(handle -> handle.createQuery("""
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
                .bind("error", error)
                .bind("patience", patience.toMillis())
                .bind("id", delivery.id())
                .bind("attempt", delivery.attempt())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** Gives up the deliveries of an alert that is silenced and was not sent yet. */
    static void giveUpSilenced(Handle handle, long alert) {
        handle.createUpdate("""
                        UPDATE job_alert_deliveries AS d SET given_up_at = now(), last_error = 'it was silenced until it was over'
                        FROM job_alerts a
                        WHERE a.id = d.alert_id AND a.silenced_until > now()
                          AND d.alert_id = :alert AND d.attempts = 0 AND d.given_up_at IS NULL
                        """).bind("alert", alert).execute();
    }

    /** Whether the opening of an alert was sent, or will be. */
    static boolean isOpeningSent(Handle handle, long alert, String channel) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM job_alert_deliveries
                                       WHERE alert_id = :alert AND channel = :channel AND event = 'opened' AND (attempts > 0 OR given_up_at IS NULL))
                        """)
                .bind("alert", alert)
                .bind("channel", channel)
                .mapTo(Boolean.class)
                .one();
    }

    /** Queues a delivery; {@code event} is {@code opened} or {@code closed}. */
    static void queue(Handle handle, long alert, String channel, String event) {
        handle.createUpdate(
                        "INSERT INTO job_alert_deliveries (alert_id, channel, event) VALUES (:alert, :channel, :event)")
                .bind("alert", alert)
                .bind("channel", channel)
                .bind("event", event)
                .execute();
    }

    /** Returns the deliveries of an alert in their order. */
    static List<Alerts.Delivery> of(Handle handle, long alert) {
        return handle.createQuery("SELECT * FROM job_alert_deliveries WHERE alert_id = :alert ORDER BY id")
                .bind("alert", alert)
                .map((row, context) -> delivery(row))
                .list();
    }

    private static Alerts.Delivery delivery(ResultSet row) throws SQLException {
        return new Alerts.Delivery(
                row.getLong("id"),
                row.getString("channel"),
                row.getString("event"),
                row.getInt("attempts"),
                TimeColumns.time(row, "next_at"),
                TimeColumns.timeOrNull(row, "delivered_at"),
                TimeColumns.timeOrNull(row, "given_up_at"),
                row.getString("last_error"));
    }
}
