package touchline.scheduler.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.sql.TimeColumns;
import touchline.scheduler.text.Storable;

/** The rows of {@code job_audit}, within the caller's transaction. */
final class AuditRepository {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditRepository() {}

    static void add(
            Handle handle,
            Actor actor,
            AuditLog.Change change,
            @Nullable Map<String, ?> before,
            @Nullable Map<String, ?> after) {
        handle.createUpdate("""
                        INSERT INTO job_audit (actor, origin, action, subject, reason, before, after)
                        VALUES (:actor, :origin, :action, :subject, :reason, :before::jsonb, :after::jsonb)
                        """)
                .bind("actor", actor.name())
                .bind("origin", actor.origin())
                .bind("action", change.action())
                .bind("subject", change.subject())
                .bind("reason", change.reason())
                .bind("before", json(before))
                .bind("after", json(after))
                .execute();
    }

    static boolean areConnected(Handle handle, String one, String other, AuditLog.Links links) {
        return handle.createQuery("""
                        WITH RECURSIVE links AS MATERIALIZED (
                            SELECT DISTINCT actor, substr(subject, length(:prefix) + 1) AS name FROM job_audit
                            WHERE action = ANY(:actions) AND at >= :since AND starts_with(subject, :prefix)
                        ), connected(name) AS (
                            SELECT :one::text
                            UNION
                            SELECT CASE WHEN links.actor = connected.name THEN links.name ELSE links.actor END
                            FROM connected JOIN links ON connected.name IN (links.actor, links.name)
                        )
                        SELECT EXISTS (SELECT 1 FROM connected WHERE name = :other)
                        """)
                .bind("prefix", links.prefix())
                .bind("actions", links.actions().toArray(String[]::new))
                .bind("since", links.since().atOffset(ZoneOffset.UTC))
                .bind("one", one)
                .bind("other", other)
                .mapTo(Boolean.class)
                .one();
    }

    static List<AuditLog.Entry> latest(Handle handle, AuditLog.Filter filter, long before, int most) {
        String text = filter.text();
        Instant from = filter.from();
        Instant until = filter.until();
        return handle.createQuery("""
                        SELECT * FROM job_audit
                        WHERE id < :before AND (:subject::text IS NULL OR subject = :subject) AND (:actor::text IS NULL OR actor = :actor)
                          AND (:pattern::text IS NULL OR subject ILIKE :pattern OR action ILIKE :pattern OR reason ILIKE :pattern)
                          AND (:from::timestamptz IS NULL OR at >= :from) AND (:until::timestamptz IS NULL OR at < :until)
                        ORDER BY id DESC LIMIT :most
                        """)
                .bind("before", before)
                .bind("subject", filter.subject())
                .bind("actor", filter.actor())
                .bind("pattern", text == null ? null : "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%")
                .bind("from", from == null ? null : from.atOffset(ZoneOffset.UTC))
                .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map((row, context) -> new AuditLog.Entry(
                        row.getLong("id"),
                        TimeColumns.time(row, "at"),
                        row.getString("actor"),
                        row.getString("origin"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("reason"),
                        tree(row.getString("before")),
                        tree(row.getString("after"))))
                .list();
    }

    private static @Nullable String json(@Nullable Map<String, ?> map) {
        return map == null ? null : Storable.json(map);
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Postgres keeps only JSON", e);
        }
    }
}
