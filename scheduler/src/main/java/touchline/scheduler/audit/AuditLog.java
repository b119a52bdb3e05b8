package touchline.scheduler.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The audit: who changed what, and why. Thread-safe. */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Jdbi jdbi;

    public AuditLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An entry of the audit.
     *
     * @param action as in {@code pause}
     * @param subject as in {@code sportmonks/poll}
     * @param before the state before; null if there was none
     * @param after the state after; null if there is none
     */
    public record Entry(
            long id,
            Instant at,
            String actor,
            @Nullable String origin,
            String action,
            String subject,
            @Nullable String reason,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}

    /** Writes an entry, within the transaction that makes the change. */
    public static void write(
            Handle handle,
            Actor actor,
            Change change,
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

    /** An action on a subject, and its reason. */
    public record Change(String action, String subject, String reason) {
        public Change {
            reason = reason.replace('\u0000', ' ');
        }
    }

    /** Writes an entry in its own transaction. */
    public void write(Actor actor, Change change, @Nullable Map<String, ?> after) {
        jdbi.useTransaction(handle -> write(handle, actor, change, null, after));
    }

    /**
     * Returns entries, the latest first.
     *
     * @param subject only entries about this subject; null for all
     * @param actor only entries by this actor; null for all
     * @param before only entries before this id
     */
    public List<Entry> latest(@Nullable String subject, @Nullable String actor, long before, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_audit
                        WHERE id < :before AND (:subject::text IS NULL OR subject = :subject) AND (:actor::text IS NULL OR actor = :actor)
                        ORDER BY id DESC LIMIT :most
                        """)
                .bind("before", before)
                .bind("subject", subject)
                .bind("actor", actor)
                .bind("most", most)
                .map((row, context) -> new Entry(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("actor"),
                        row.getString("origin"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("reason"),
                        tree(row.getString("before")),
                        tree(row.getString("after"))))
                .list());
    }

    private static @Nullable String json(@Nullable Map<String, ?> map) {
        try {
            return map == null ? null : JSON.writeValueAsString(map).replace("\\u0000", " ");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are always written", e);
        }
    }

    private static @Nullable JsonNode tree(@Nullable String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Postgres keeps only JSON", e);
        }
    }
}
