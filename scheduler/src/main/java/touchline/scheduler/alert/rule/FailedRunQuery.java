package touchline.scheduler.alert.rule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.TimeColumns;

/** Reads the failed runs of jobs, as far as their alerts don't count them yet. */
final class FailedRunQuery {
    private FailedRunQuery() {}

    /**
     * The failed runs of a job.
     *
     * @param times how many there are since shortly before the alert opened
     * @param lately how many of them are within the rule's window
     * @param latest the id of the latest
     * @param at when it ended
     * @param why the first line of its error; null if it has none
     */
    record FailedRuns(
            String job,
            long times,
            long lately,
            long latest,
            Instant at,
            @Nullable String why) {}

    /**
     * Counts all runs of an open alert at each evaluation, as runs that end at one moment are committed in any order. An alert that an operator closed
     * does not open again for the same runs.
     */
    static List<FailedRuns> find(Handle handle, AlertRule rule, List<JobDefinition> jobs, RunOutcome outcome) {
        return handle.createQuery("""
                        WITH watched AS (
                            SELECT j.job, coalesce(a.occurrences, 0) AS known, coalesce(a.last_seen_at, '-infinity') AS seen,
                                   greatest(coalesce(a.opened_at, now()) - :within * interval '1 millisecond', past.last_seen_at) AS since
                            FROM unnest(:jobs) AS j (job)
                            LEFT JOIN job_alerts a ON a.rule = :rule AND a.subject = j.job AND a.closed_at IS NULL
                            LEFT JOIN LATERAL (SELECT max(c.last_seen_at) AS last_seen_at FROM job_alerts c
                                               WHERE c.rule = :rule AND c.subject = j.job AND c.closed_at IS NOT NULL) AS past ON true
                        )
                        SELECT w.job, count(*) AS times,
                               count(*) FILTER (WHERE e.finished_at > now() - :within * interval '1 millisecond') AS lately,
                               max(e.finished_at) AS at,
                               (array_agg(e.id ORDER BY e.finished_at DESC))[1] AS run,
                               (array_agg(split_part(coalesce(e.error, e.reason), E'\\n', 1) ORDER BY e.finished_at DESC))[1] AS why
                        FROM watched w
                        JOIN job_executions e ON e.job_group = split_part(w.job, '/', 1) AND e.job_name = split_part(w.job, '/', 2)
                        WHERE e.outcome IN ('FAILED', 'TIMED_OUT', 'LOST') AND e.outcome = :outcome AND e.finished_at > w.since
                          AND e.finished_at > (SELECT min(since) FROM watched) -- for the index
                        GROUP BY w.job, w.known, w.seen
                        HAVING count(*) > w.known OR max(e.finished_at) > w.seen
                        """)
                .bind("outcome", outcome.name())
                .bind("within", rule.window().toMillis())
                .bind("rule", rule.name())
                .bindArray(
                        "jobs",
                        String.class,
                        jobs.stream().map(job -> job.name().toString()).toList())
                .map((row, context) -> failedRuns(row))
                .list();
    }

    private static FailedRuns failedRuns(ResultSet row) throws SQLException {
        return new FailedRuns(
                row.getString("job"),
                row.getLong("times"),
                row.getLong("lately"),
                row.getLong("run"),
                TimeColumns.time(row, "at"),
                row.getString("why"));
    }
}
