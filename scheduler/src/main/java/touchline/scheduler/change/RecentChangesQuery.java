package touchline.scheduler.change;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.sql.TimeColumns;

/** Reads what has changed since a time. Every statement uses an index, or a table that stays small. */
public final class RecentChangesQuery {
    private final Handle handle;
    private final Instant since;

    /** Creates a query of changes since a time, within the caller's transaction. */
    public RecentChangesQuery(Handle handle, Instant since) {
        this.handle = handle;
        this.since = since;
    }

    /** A queued, running or ended run. */
    public record Run(
            long id,
            String job,
            @Nullable String node,
            String outcome,
            int attempt,
            Instant scheduledAt,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable Long latenessMillis,
            @Nullable String progress,
            @Nullable Integer percent,
            @Nullable String reason) {}

    /** An entry of the audit without its states. */
    public record Audited(
            long id,
            Instant at,
            String actor,
            String action,
            String subject,
            @Nullable String reason) {}

    /** The last report of a service. */
    public record Reported(
            String service,
            String node,
            String state,
            @Nullable String detail,
            @Nullable String holder,
            @Nullable String lastError,
            @Nullable Instant restartRequestedAt,
            @Nullable Instant restartedAt) {}

    /** An alert that is open, or has closed since. */
    public record Alerted(
            long id,
            String rule,
            String subject,
            String severity,
            String summary,
            Instant openedAt,
            @Nullable Instant closedAt,
            @Nullable Instant silencedUntil,
            @Nullable Instant acknowledgedAt,
            @Nullable String assignedTo) {}

    /** Returns running runs and queued ones, at most 600. */
    public List<Run> open() {
        return handle.createQuery("""
                        (SELECT * FROM job_executions WHERE outcome = 'RUNNING' ORDER BY id DESC LIMIT 500)
                        UNION ALL
                        (SELECT * FROM job_executions WHERE outcome = 'QUEUED' ORDER BY id DESC LIMIT 100)
                        """).map((row, context) -> run(row)).list();
    }

    /** Returns ended runs, the latest first. */
    public List<Run> ended(int most) {
        return handle.createQuery("""
                        SELECT * FROM job_executions WHERE finished_at > :since
                        ORDER BY finished_at DESC LIMIT :most
                        """)
                .bind("since", since)
                .bind("most", most)
                .map((row, context) -> run(row))
                .list();
    }

    /** Counts runs that ended between two times, both excluded. */
    public long countEnded(Instant after, Instant before) {
        return handle.createQuery(
                        "SELECT count(*) FROM job_executions WHERE finished_at > :after AND finished_at < :before")
                .bind("after", after)
                .bind("before", before)
                .mapTo(Long.class)
                .one();
    }

    /** Returns entries of the audit in their order, at most 200. */
    public List<Audited> audit() {
        return handle.createQuery("""
                        SELECT * FROM (SELECT * FROM job_audit ORDER BY id DESC LIMIT 200) AS a WHERE at > :since ORDER BY id
                        """)
                .bind("since", since)
                .map((row, context) -> new Audited(
                        row.getLong("id"),
                        TimeColumns.time(row, "at"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("subject"),
                        row.getString("reason")))
                .list();
    }

    /** Returns the services of nodes that are alive or have stopped since. */
    public List<Reported> services() {
        return handle.createQuery("""
                        SELECT s.* FROM job_services s JOIN job_nodes n ON n.node = s.node
                        WHERE n.died_at IS NULL AND (n.stopped_at IS NULL OR n.stopped_at > :since)
                        """)
                .bind("since", since)
                .map((row, context) -> new Reported(
                        row.getString("service"),
                        row.getString("node"),
                        row.getString("state"),
                        row.getString("detail"),
                        row.getString("holder"),
                        row.getString("last_error"),
                        TimeColumns.timeOrNull(row, "restart_requested_at"),
                        TimeColumns.timeOrNull(row, "restarted_at")))
                .list();
    }

    /** Returns alerts, at most 1000. */
    public List<Alerted> alerts() {
        return handle.createQuery(
                        "SELECT * FROM job_alerts WHERE closed_at IS NULL OR closed_at > :since ORDER BY id LIMIT 1000")
                .bind("since", since)
                .map((row, context) -> new Alerted(
                        row.getLong("id"),
                        row.getString("rule"),
                        row.getString("subject"),
                        row.getString("severity"),
                        row.getString("summary"),
                        TimeColumns.time(row, "opened_at"),
                        TimeColumns.timeOrNull(row, "closed_at"),
                        TimeColumns.timeOrNull(row, "silenced_until"),
                        TimeColumns.timeOrNull(row, "acknowledged_at"),
                        row.getString("assigned_to")))
                .list();
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("job_group") + "/" + row.getString("job_name"),
                row.getString("node"),
                row.getString("outcome"),
                row.getInt("attempt"),
                TimeColumns.time(row, "scheduled_at"),
                TimeColumns.timeOrNull(row, "fired_at"),
                TimeColumns.timeOrNull(row, "finished_at"),
                row.getObject("lateness_ms", Long.class),
                row.getString("progress"),
                row.getObject("percent", Integer.class),
                row.getString("reason"));
    }
}
