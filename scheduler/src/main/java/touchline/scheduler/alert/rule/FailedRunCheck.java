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

    /** Counts runs since the last alert only: an alert that an operator closed does not open again for the same runs. */
    @Override
    public List<AlertFinding> find(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle.createQuery("""
                        WITH bad AS (
                            SELECT e.id, e.job_group || '/' || e.job_name AS job, e.finished_at, coalesce(e.error, e.reason) AS why
                            FROM job_executions e
                            WHERE e.outcome IN ('FAILED', 'TIMED_OUT', 'LOST') AND e.outcome = :outcome
                              AND e.finished_at > now() - :within * interval '1 millisecond'
                        )
                        SELECT job, count(*) AS times, max(finished_at) AS at,
                               (array_agg(id ORDER BY finished_at DESC))[1] AS run,
                               (array_agg(split_part(why, E'\\n', 1) ORDER BY finished_at DESC))[1] AS why
                        FROM bad
                        WHERE job = ANY (:jobs)
                          AND finished_at > coalesce((SELECT max(a.last_seen_at) FROM job_alerts a
                                                      WHERE a.rule = :rule AND a.subject = bad.job), '-infinity')
                        GROUP BY job
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
        long times = row.getLong("times");
        String why = row.getString("why");
        return new AlertFinding(
                job,
                job + " " + words
                        + (times < 2 ? "" : ", " + times + " times within " + HumanFormat.setting(rule.window()))
                        + " (run " + row.getLong("run") + ")"
                        + (why == null || why.isBlank() ? "" : ": " + why),
                row.getTimestamp("at").toInstant(),
                times);
    }
}
