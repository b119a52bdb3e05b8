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

/** Every alert there is and was, and what operators can do about them. Thread-safe. */
public final class Alerts {
    private final Jdbi jdbi;
    private final AlertRows rows;

    Alerts(Jdbi jdbi, AlertRows rows) {
        this.jdbi = jdbi;
        this.rows = rows;
    }

    /**
     * A delivery to the webhook.
     *
     * @param event {@code opened} or {@code closed}
     * @param nextAt when it is tried again, where it is neither delivered nor given up
     */
    public record Delivery(
            long id,
            String event,
            int attempts,
            Instant nextAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant givenUpAt,
            @Nullable String lastError) {}

    /** An alert, and what has been told of it. */
    public record AlertDetail(Alert alert, List<Delivery> deliveries) {}

    /** Those that are open: critical ones first, and among those the latest. */
    public List<Alert> open() {
        return jdbi.withHandle(handle ->
                handle.createQuery("""
                        SELECT * FROM job_alerts WHERE closed_at IS NULL
                        ORDER BY severity = 'CRITICAL' DESC, opened_at DESC, id DESC
                        """).map((row, context) -> Alert.of(row)).list());
    }

    /**
     * The latest first, open and closed.
     *
     * @param before only those before this id; null to begin with
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
     * Lets nobody be told of an open alert, nor of its like while that lasts. It stays open, and is told of afterwards if it still is.
     *
     * @param until when the silence ends; now or before, to end one that lasts
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
            // Those of its like that are closed would hand their silence on.
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

    /** Closes an open alert. It opens again if a run goes wrong anew, or if it is still so; of what is to stay as it is, a silence is better. */
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

    /** Whether it is silenced until that time already, or, where that is past, not silenced at all. */
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
