package touchline.scheduler.alert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.sql.TimeColumns;

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
                TimeColumns.time(row, "opened_at"),
                TimeColumns.time(row, "last_seen_at"),
                row.getLong("occurrences"),
                TimeColumns.timeOrNull(row, "closed_at"),
                TimeColumns.timeOrNull(row, "silenced_until"),
                row.getString("silenced_by"),
                new Care(
                        TimeColumns.timeOrNull(row, "acknowledged_at"),
                        row.getString("acknowledged_by"),
                        row.getString("assigned_to")));
    }
}
