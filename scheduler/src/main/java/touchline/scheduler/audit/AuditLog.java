package touchline.scheduler.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The audit: who changed what, and why. Thread-safe. */
public final class AuditLog {
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
        AuditRepository.add(handle, actor, change, before, after);
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
     * Actions of actors on other actors.
     *
     * @param prefix what the subject has before the name, as in {@code operator:}
     * @param since the first time
     */
    public record Links(String prefix, Set<String> actions, Instant since) {}

    /** Whether such actions connect two actors: of one on the other, or through further actors, as of one actor on both. */
    public static boolean areConnected(Handle handle, String one, String other, Links links) {
        return AuditRepository.areConnected(handle, one, other, links);
    }

    /**
     * A choice of entries; null for any.
     *
     * @param text a part of the subject, the action or the reason, in any case
     * @param from the first time
     * @param until the time after the last
     */
    public record Filter(
            @Nullable String subject,
            @Nullable String actor,
            @Nullable String text,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /**
     * Returns entries, the latest first.
     *
     * @param before only entries before this id
     */
    public List<Entry> latest(Filter filter, long before, int most) {
        return jdbi.withHandle(handle -> AuditRepository.latest(handle, filter, before, most));
    }
}
