package touchline.scheduler.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;

/** Reads, silences and closes alerts. Thread-safe. */
public final class Alerts {
    private final Jdbi jdbi;
    private final AlertRepository rows;

    Alerts(Jdbi jdbi, AlertRepository rows) {
        this.jdbi = jdbi;
        this.rows = rows;
    }

    /**
     * A delivery to the webhook.
     *
     * @param event {@code opened} or {@code closed}
     * @param nextAt when it is tried again, if it is neither delivered nor given up
     */
    public record Delivery(
            long id,
            String event,
            int attempts,
            Instant nextAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError) {}

    /** An alert with its deliveries. */
    public record AlertDetail(Alert alert, List<Delivery> deliveries) {}

    /** Returns open alerts: critical ones first, then the latest first. */
    public List<Alert> open() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job_alerts WHERE closed_at IS NULL
                        ORDER BY severity = 'CRITICAL' DESC, opened_at DESC, id DESC
                        """).map((row, context) -> Alert.of(row)).list());
    }

    /**
     * Returns open and closed alerts, the latest first.
     *
     * @param before only alerts before this id; null for the first page
     */
    public List<Alert> recent(@Nullable Long before, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_alerts WHERE :before::bigint IS NULL OR id < :before::bigint
                        ORDER BY id DESC LIMIT :most
                        """)
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> Alert.of(row))
                .list());
    }

    public Optional<AlertDetail> find(long id) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT * FROM job_alerts WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .findOne()
                .map(alert -> new AlertDetail(alert, deliveries(handle, id))));
    }

    /**
     * Silences an open alert and later ones of the same rule and subject. An alert that is still open when the silence ends is sent then.
     *
     * @param until when the silence ends; not after now to end a silence
     */
    public CommandResult<Alert> silence(long id, Instant until, Attribution order) {
        return jdbi.inTransaction(handle -> {
            Optional<Alert> before = lock(handle, id);
            if (before.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            if (before.get().closedAt() != null) {
                return new CommandResult.Refused<>("alert " + id + " is closed");
            }
            if (isSilenced(before.get(), until)) {
                return new CommandResult.Done<>(before.get());
            }
            Alert after = handle.createQuery("""
                            UPDATE job_alerts SET silenced_until = :until, silenced_by = :actor WHERE id = :id RETURNING *
                            """)
                    .bind("until", until.atOffset(ZoneOffset.UTC))
                    .bind("actor", order.actor().name())
                    .bind("id", id)
                    .map((row, context) -> Alert.of(row))
                    .one();
            // Closed alerts of the same subject would pass their silence on.
            handle.createUpdate("""
                            UPDATE job_alerts SET silenced_until = :until
                            WHERE rule = :rule AND subject = :subject AND silenced_until > :until
                            """)
                    .bind("until", until.atOffset(ZoneOffset.UTC))
                    .bind("rule", after.rule())
                    .bind("subject", after.subject())
                    .execute();
            audit(handle, "silence-alert", before.get(), after, order);
            return new CommandResult.Done<>(after);
        });
    }

    /** Closes an open alert. It opens again if another run fails, or if its condition still holds; use a silence for a condition that will last. */
    public CommandResult<Alert> close(long id, Attribution order) {
        return jdbi.inTransaction(handle -> {
            Optional<Alert> before = lock(handle, id);
            if (before.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            if (before.get().closedAt() != null) {
                return new CommandResult.Refused<>("alert " + id + " is closed already");
            }
            Alert after = handle.createQuery("UPDATE job_alerts SET closed_at = now() WHERE id = :id RETURNING *")
                    .bind("id", id)
                    .map((row, context) -> Alert.of(row))
                    .one();
            rows.closed(handle, List.of(id));
            audit(handle, "close-alert", before.get(), after, order);
            return new CommandResult.Done<>(after);
        });
    }

    /** Whether the alert is silenced until that time already; for a time in the past, whether it is not silenced. */
    private static boolean isSilenced(Alert alert, Instant until) {
        Instant silenced = alert.silencedUntil();
        Instant now = Instant.now();
        return until.isAfter(now) ? until.equals(silenced) : silenced == null || !silenced.isAfter(now);
    }

    private static Optional<Alert> lock(Handle handle, long id) {
        return handle.createQuery("SELECT * FROM job_alerts WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((row, context) -> Alert.of(row))
                .findOne();
    }

    private static void audit(Handle handle, String action, Alert before, Alert after, Attribution order) {
        AuditLog.write(
                handle,
                order.actor(),
                new AuditLog.Change(action, "alert/" + after.id(), order.reason()),
                asMap(before),
                asMap(after));
    }

    private static Map<String, Object> asMap(Alert alert) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rule", alert.rule());
        map.put("subject", alert.subject());
        map.put("open", alert.closedAt() == null);
        if (alert.silencedUntil() != null) {
            map.put("silencedUntil", alert.silencedUntil().toString());
        }
        return map;
    }

    private static List<Delivery> deliveries(Handle handle, long alert) {
        return handle.createQuery("SELECT * FROM job_alert_deliveries WHERE alert_id = :alert ORDER BY id")
                .bind("alert", alert)
                .map((row, context) -> delivery(row))
                .list();
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getString("event"),
                row.getInt("attempts"),
                row.getTimestamp("next_at").toInstant(),
                Alert.instant(row, "delivered_at"),
                Alert.instant(row, "given_up_at"),
                row.getString("last_error"));
    }
}
