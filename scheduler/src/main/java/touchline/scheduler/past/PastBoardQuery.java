package touchline.scheduler.past;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.TimeColumns;

/** Reads the board of a past time, from the history of runs and the audit, in bounded time. Thread-safe. */
public final class PastBoardQuery {
    /** Runs that ended soonest after the time: a run that had begun before it has no id above all of theirs. */
    private static final int AFTER = 500;

    private static final int ALERTS = 100;
    private static final String ALL = "scheduler";

    private final Jdbi jdbi;

    public PastBoardQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The board of these jobs at a time. */
    public PastBoard at(Instant time, List<JobName> jobs) {
        return jdbi.inTransaction(handle -> {
            Map<String, PastBoard.Pause> pauses = pauses(handle, time);
            Map<JobName, PastBoard.Run> runs = runs(handle, time, jobs);
            return new PastBoard(
                    time,
                    nodes(handle, time),
                    pauses.get(ALL),
                    jobs.stream()
                            .map(job -> new PastBoard.Job(job, pauses.get(job.toString()), runs.get(job)))
                            .toList(),
                    alerts(handle, time));
        });
    }

    private static List<PastBoard.Node> nodes(Handle handle, Instant time) {
        return handle.createQuery("""
                        WITH last AS (
                            SELECT DISTINCT ON (subject) subject, action, at, id FROM job_audit
                            WHERE action IN ('node-started', 'node-stopped', 'node-lost', 'node-back') AND at <= :time
                            ORDER BY subject, id DESC
                        )
                        SELECT last.subject, last.action, last.at, v.version, d.action AS drain, d.at AS drain_at
                        FROM last
                        LEFT JOIN LATERAL (SELECT a.after ->> 'version' AS version FROM job_audit a
                                           WHERE a.subject = last.subject AND a.action = 'node-started' AND a.at <= :time
                                           ORDER BY a.id DESC LIMIT 1) AS v ON true
                        LEFT JOIN LATERAL (SELECT a.action, a.at FROM job_audit a
                                           WHERE a.subject = last.subject AND a.action IN ('drain', 'undrain')
                                             AND a.at <= :time AND a.id > last.id
                                           ORDER BY a.id DESC LIMIT 1) AS d ON true
                        WHERE last.action IN ('node-started', 'node-back') OR last.at > CAST(:time AS timestamptz) - interval '1 day'
                        ORDER BY last.subject
                        """)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .map((row, context) -> node(row))
                .list();
    }

    private static PastBoard.Node node(ResultSet row) throws SQLException {
        String action = row.getString("action");
        boolean isGone = action.equals("node-stopped") || action.equals("node-lost");
        boolean isDraining = !isGone && "drain".equals(row.getString("drain"));
        return new PastBoard.Node(
                row.getString("subject"),
                action.equals("node-lost")
                        ? PastBoard.NodeState.DEAD
                        : isGone
                                ? PastBoard.NodeState.STOPPED
                                : isDraining ? PastBoard.NodeState.DRAINING : PastBoard.NodeState.RUNNING,
                TimeColumns.time(row, isDraining ? "drain_at" : "at"),
                row.getString("version"));
    }

    private static Map<String, PastBoard.Pause> pauses(Handle handle, Instant time) {
        Map<String, PastBoard.Pause> pauses = new HashMap<>();
        handle.createQuery("""
                        SELECT * FROM (
                            SELECT DISTINCT ON (subject) subject, action, actor, reason, at,
                                   CAST(after ->> 'until' AS timestamptz) AS until
                            FROM job_audit WHERE action IN ('pause', 'resume') AND at <= :time
                            ORDER BY subject, id DESC) AS last
                        WHERE action = 'pause' AND (until IS NULL OR until > :time)
                        """)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .map((row, context) -> Map.entry(
                        row.getString("subject"),
                        new PastBoard.Pause(
                                row.getString("actor"),
                                row.getString("reason"),
                                TimeColumns.time(row, "at"),
                                TimeColumns.timeOrNull(row, "until"))))
                .forEach(pause -> pauses.put(pause.getKey(), pause.getValue()));
        return pauses;
    }

    private static Map<JobName, PastBoard.Run> runs(Handle handle, Instant time, List<JobName> jobs) {
        Map<JobName, PastBoard.Run> runs = new HashMap<>();
        handle.createQuery("""
                        WITH after AS (
                            SELECT id FROM job_executions WHERE finished_at >= :time ORDER BY finished_at LIMIT :after
                        ), cut AS (
                            SELECT CASE WHEN count(*) < :after THEN 9223372036854775807 ELSE max(id) END AS id FROM after
                        )
                        SELECT j.job_group, j.job_name, r.*
                        FROM unnest(:groups::text[], :names::text[]) AS j(job_group, job_name), cut
                        CROSS JOIN LATERAL (
                            SELECT e.id, e.node, e.outcome, e.fired_at, e.finished_at, e.lateness_ms FROM job_executions e
                            WHERE e.job_group = j.job_group AND e.job_name = j.job_name AND e.id <= cut.id AND e.fired_at <= :time
                            ORDER BY e.id DESC LIMIT 1) AS r
                        """)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .bind("after", AFTER)
                .bindArray(
                        "groups",
                        String.class,
                        jobs.stream().map(JobName::group).toList())
                .bindArray(
                        "names", String.class, jobs.stream().map(JobName::name).toList())
                .map((row, context) ->
                        Map.entry(new JobName(row.getString("job_group"), row.getString("job_name")), run(row, time)))
                .forEach(run -> runs.put(run.getKey(), run.getValue()));
        return runs;
    }

    private static PastBoard.Run run(ResultSet row, Instant time) throws SQLException {
        Instant finished = TimeColumns.timeOrNull(row, "finished_at");
        boolean hadEnded = finished != null && !finished.isAfter(time);
        return new PastBoard.Run(
                row.getLong("id"),
                row.getString("node"),
                hadEnded ? RunOutcome.valueOf(row.getString("outcome")) : RunOutcome.RUNNING,
                TimeColumns.time(row, "fired_at"),
                hadEnded ? finished : null,
                row.getObject("lateness_ms", Long.class));
    }

    private static List<PastBoard.Alert> alerts(Handle handle, Instant time) {
        return handle.createQuery("""
                        SELECT id, rule, subject, severity, summary, opened_at FROM job_alerts
                        WHERE opened_at <= :time AND (closed_at IS NULL OR closed_at > :time)
                        ORDER BY severity, opened_at DESC LIMIT :most
                        """)
                .bind("time", time.atOffset(ZoneOffset.UTC))
                .bind("most", ALERTS)
                .map((row, context) -> new PastBoard.Alert(
                        row.getLong("id"),
                        row.getString("rule"),
                        row.getString("subject"),
                        row.getString("severity"),
                        row.getString("summary"),
                        TimeColumns.time(row, "opened_at")))
                .list();
    }
}
