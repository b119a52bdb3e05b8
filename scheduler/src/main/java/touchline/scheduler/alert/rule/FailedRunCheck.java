package touchline.scheduler.alert.rule;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.text.HumanFormat;

/** Runs that ended with a bad outcome. The alert closes when a later run of the job succeeds. */
final class FailedRunCheck implements AlertCheck {
    private final RunOutcome outcome;
    private final String words;
    private final @Nullable Duration longest;

    /**
     * Creates a check for one outcome.
     *
     * @param words the outcome in a summary, as in {@code failed}
     * @param longest after which the alert closes in any case; null for never
     */
    FailedRunCheck(RunOutcome outcome, String words, @Nullable Duration longest) {
        this.outcome = outcome;
        this.words = words;
        this.longest = longest;
    }

    @Override
    public Set<Says> takes() {
        return Set.of(Says.JOBS, Says.TIMES);
    }

    /**
     * Counts all runs of an open alert at each evaluation, as runs that end at one moment are committed in any order. An alert that an operator closed does not open again
     * for the same runs.
     */
    @Override
    public List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
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
                .map((row, context) -> finding(rule, row))
                .list();
    }

    /** Closes alerts of jobs among whose latest 200 runs one succeeded after the alert was last seen. */
    @Override
    public List<Long> close(Handle handle, AlertRule rule, Duration gone) {
        return handle.createQuery("""
                        UPDATE job_alerts AS a SET closed_at = now()
                        WHERE a.rule = :rule AND a.closed_at IS NULL AND a.opened_at < now()
                          AND (a.last_seen_at < now() - :longest::bigint * interval '1 millisecond'
                               OR EXISTS (SELECT 1
                                          FROM (SELECT e.outcome, e.finished_at FROM job_executions e
                                                WHERE e.job_group = split_part(a.subject, '/', 1)
                                                  AND e.job_name = split_part(a.subject, '/', 2)
                                                ORDER BY e.id DESC LIMIT 200) AS newest
                                          WHERE newest.outcome IN ('SUCCEEDED', 'SKIPPED')
                                            AND newest.finished_at > a.last_seen_at))
                        RETURNING a.id
                        """)
                .bind("rule", rule.name())
                .bind("longest", longest == null ? null : longest.toMillis())
                .mapTo(Long.class)
                .list();
    }

    private AlertFinding finding(AlertRule rule, ResultSet row) throws SQLException {
        String job = row.getString("job");
        long lately = row.getLong("lately");
        String why = row.getString("why");
        return new AlertFinding(
                job,
                job + " " + words
                        + (lately < 2 ? "" : ", " + lately + " times within " + HumanFormat.setting(rule.window()))
                        + " (run " + row.getLong("run") + ")"
                        + (why == null || why.isBlank() ? "" : ": " + why),
                row.getTimestamp("at").toInstant(),
                row.getLong("times"));
    }
}
