package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.text.HumanFormat;

/** Lasting conditions of jobs. */
final class JobConditionsQuery {
    private static final Duration STUCK = Duration.ofSeconds(10);

    private JobConditionsQuery() {}

    /**
     * Finds jobs whose time has passed without a run, and jobs whose latest run began late. A paused job is not late, nor is its catching up after
     * the pause; nor is a job that no living node runs.
     */
    static List<AlertFinding> late(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle.createQuery(QuartzSql.of("""
                        WITH expected AS (
                            SELECT w.* FROM unnest(:groups::text[], :names::text[], :patience::bigint[]) AS w(job_group, job_name, patience)
                            WHERE EXISTS (SELECT 1 FROM job_node_jobs j JOIN job_nodes n USING (node)
                                          WHERE j.job_group = w.job_group AND j.job_name = w.job_name AND j.runs
                                            AND n.stopped_at IS NULL AND n.died_at IS NULL)
                              AND NOT EXISTS (SELECT 1 FROM job_pauses p
                                              WHERE p.job_group = '*' OR p.job_group = w.job_group AND p.job_name = w.job_name)
                        ), late AS (
                            SELECT w.job_group || '/' || w.job_name AS job, w.patience, to_timestamp(t.next_fire_time / 1000.0) AS due,
                                   (extract(epoch FROM now()) * 1000)::bigint - t.next_fire_time AS late_ms, NULL::bigint AS run
                            FROM expected w
                            JOIN qrtz_triggers t ON t.sched_name = {scheduler} AND t.trigger_name = w.job_name AND t.trigger_group = w.job_group
                            WHERE t.trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED') AND t.next_fire_time > 0
                            UNION ALL
                            SELECT w.job_group || '/' || w.job_name, w.patience, e.scheduled_at, e.lateness_ms, e.id
                            FROM expected w
                            CROSS JOIN LATERAL (SELECT * FROM job_executions x
                                                WHERE x.job_group = w.job_group AND x.job_name = w.job_name
                                                ORDER BY x.id DESC LIMIT 50) AS e
                            WHERE e.cause = 'SCHEDULE' AND e.fired_at > now() - interval '10 seconds'
                        )
                        SELECT DISTINCT ON (job) job, late_ms, run
                        FROM late
                        WHERE late_ms > patience
                          AND NOT EXISTS (SELECT 1 FROM job_audit a
                                          WHERE a.subject IN (late.job, 'scheduler') AND a.action = 'resume'
                                            AND a.at > late.due AND a.at > now() - interval '20 seconds')
                        ORDER BY job, late_ms DESC
                        """))
                .bindArray(
                        "groups",
                        String.class,
                        jobs.stream().map(job -> job.name().group()).toList())
                .bindArray(
                        "names",
                        String.class,
                        jobs.stream().map(job -> job.name().name()).toList())
                .bindArray(
                        "patience",
                        Long.class,
                        jobs.stream()
                                .map(job -> rule.overOr(job.lateAfter()).toMillis())
                                .toList())
                .map((row, context) -> {
                    String job = row.getString("job");
                    String by = HumanFormat.span(row.getLong("late_ms"));
                    long run = row.getLong("run");
                    return AlertFinding.now(
                            job,
                            row.wasNull()
                                    ? job + " is overdue by " + by
                                    : job + " began " + by + " late (run " + run + ")");
                })
                .list();
    }

    /** Finds triggers that Quartz never repairs: in ERROR, or acquired or blocked without a run. */
    static List<AlertFinding> stuck(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle
                .createQuery(QuartzSql.of("""
                        SELECT t.job_group || '/' || t.job_name AS job, count(*) AS triggers, min(t.trigger_state) AS state,
                               min(t.trigger_group || '/' || t.trigger_name) AS one
                        FROM qrtz_triggers t
                        WHERE t.sched_name = {scheduler}
                          AND (t.trigger_state = 'ERROR'
                               OR t.trigger_state IN ('ACQUIRED', 'BLOCKED', 'PAUSED_BLOCKED')
                               AND t.next_fire_time < (extract(epoch FROM now()) * 1000)::bigint - :over
                               AND NOT EXISTS (
                                   SELECT 1 FROM qrtz_fired_triggers f
                                   WHERE f.sched_name = t.sched_name
                                     AND CASE t.trigger_state
                                         WHEN 'ACQUIRED' THEN f.trigger_name = t.trigger_name AND f.trigger_group = t.trigger_group
                                         ELSE f.job_name = t.job_name AND f.job_group = t.job_group END))
                        GROUP BY job
                        """))
                .bind("over", rule.overOr(STUCK).toMillis())
                .map((row, context) -> {
                    String job = row.getString("job");
                    long triggers = row.getLong("triggers");
                    return AlertFinding.now(
                            job,
                            job + " is stuck: its trigger " + row.getString("one") + " is "
                                    + (row.getString("state").equals("ERROR")
                                            ? "in ERROR"
                                            : row.getString("state") + " with no run behind it")
                                    + (triggers < 2 ? "" : ", and so are " + (triggers - 1) + " more"));
                })
                .list()
                .stream()
                .filter(finding -> rule.concerns(finding.subject()))
                .toList();
    }
}
