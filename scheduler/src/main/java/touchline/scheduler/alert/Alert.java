package touchline.scheduler.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.rule.Severity;

/**
 * A condition that operators are notified of.
 *
 * @param rule the name of the rule that opened it
 * @param subject what it is about: a job, a node, a service on a node
 * @param summary as of when it was last seen
 * @param lastSeenAt when the last run failed, or when the condition last held
 * @param occurrences how many runs have failed, or how often the condition came back
 * @param closedAt null while it is open
 * @param silencedUntil until then nothing is sent; null if it is not silenced
 */
public record Alert(
        long id,
        String rule,
        String subject,
        Severity severity,
        String summary,
        Instant openedAt,
        Instant lastSeenAt,
        long occurrences,
        @Nullable Instant closedAt,
        @Nullable Instant silencedUntil,
        @Nullable String silencedBy,
        Care care) {

    /**
     * Who handles it.
     *
     * @param assignedTo an operator; null for nobody
     */
    public record Care(
            @Nullable Instant acknowledgedAt,
            @Nullable String acknowledgedBy,
            @Nullable String assignedTo) {
        static final Care NONE = new Care(null, null, null);
    }

    static Alert of(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("id"),
                row.getString("rule"),
                row.getString("subject"),
                Severity.valueOf(row.getString("severity")),
                row.getString("summary"),
                row.getTimestamp("opened_at").toInstant(),
                row.getTimestamp("last_seen_at").toInstant(),
                row.getLong("occurrences"),
                instant(row, "closed_at"),
                instant(row, "silenced_until"),
                row.getString("silenced_by"),
                new Care(
                        instant(row, "acknowledged_at"),
                        row.getString("acknowledged_by"),
                        row.getString("assigned_to")));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
