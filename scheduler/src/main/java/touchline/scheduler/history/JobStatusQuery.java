package touchline.scheduler.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Reads the state of jobs, in two queries for any number of jobs. Thread-safe. */
public final class JobStatusQuery {
    /** Examined runs per job. */
    static final int LATELY = 100;

    /** Listed runs per job. */
    static final int BEATS = 60;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String STANDINGS = QuartzSql.of("""
            WITH jobs AS (
                SELECT * FROM unnest(:groups::text[], :names::text[]) AS j(job_group, job_name)
            ), day AS (
                SELECT job_group, job_name,
                       count(*) FILTER (WHERE outcome IN ('SUCCEEDED', 'SKIPPED')) AS good,
                       count(*) FILTER (WHERE outcome <> 'INTERRUPTED') AS runs
                FROM job_executions
                WHERE finished_at > now() - interval '24 hours'
                GROUP BY job_group, job_name
            ), live AS (
                SELECT j.job_group, j.job_name, count(*) AS nodes
                FROM job_node_jobs j JOIN job_nodes n USING (node)
                WHERE j.runs AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds'
                GROUP BY j.job_group, j.job_name
            ), asked AS (
                SELECT job_group, job_name,
                       count(*) AS runs,
                       min(nullif(next_fire_time, -1)) AS next,
                       bool_or(trigger_state = 'ERROR') AS broken
                FROM qrtz_triggers
                WHERE sched_name = {scheduler} AND NOT (trigger_group = job_group AND trigger_name = job_name)
                  AND trigger_state <> 'COMPLETE'
                GROUP BY job_group, job_name
            )
            SELECT jobs.job_group, jobs.job_name,
                   coalesce(live.nodes, 0) AS nodes,
                   t.trigger_state, nullif(t.next_fire_time, -1) AS next_fire, nullif(t.prev_fire_time, -1) AS previous_fire,
                   coalesce(asked.runs, 0) AS asked_runs, asked.next AS asked_next, coalesce(asked.broken, false) AS asked_broken,
                   EXISTS (SELECT 1 FROM job_pauses p
                           WHERE p.job_group = '*' OR p.job_group = jobs.job_group AND p.job_name = jobs.job_name) AS paused,
                   coalesce(day.runs, 0) AS day_runs, coalesce(day.good, 0) AS day_good,
                   lately.*,
                   CASE WHEN lately.runs > 0 AND lately.last_success IS NULL
                        THEN (SELECT e.finished_at FROM job_executions e
                              WHERE e.job_group = jobs.job_group AND e.job_name = jobs.job_name AND e.outcome = 'SUCCEEDED'
                              ORDER BY e.id DESC LIMIT 1)
                        ELSE lately.last_success END AS last_success_at
            FROM jobs
            LEFT JOIN live USING (job_group, job_name)
            LEFT JOIN day USING (job_group, job_name)
            LEFT JOIN asked USING (job_group, job_name)
            LEFT JOIN qrtz_triggers t
                   ON t.sched_name = {scheduler} AND t.trigger_group = jobs.job_group AND t.trigger_name = jobs.job_name
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE r.ended AND r.outcome <> 'INTERRUPTED') AS runs,
                       count(*) FILTER (WHERE r.good) AS good,
                       count(*) FILTER (WHERE r.bad AND r.id > r.last_good) AS failures,
                       max(r.finished_at) FILTER (WHERE r.outcome = 'SUCCEEDED') AS last_success,
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY r.duration) FILTER (WHERE r.outcome IN ('SUCCEEDED', 'FAILED')) AS duration_median,
                       percentile_disc(0.95) WITHIN GROUP (ORDER BY r.duration) FILTER (WHERE r.outcome IN ('SUCCEEDED', 'FAILED')) AS duration_high,
                       percentile_disc(0.5) WITHIN GROUP (ORDER BY r.lateness_ms) FILTER (WHERE r.timely) AS lateness_median,
                       percentile_disc(0.99) WITHIN GROUP (ORDER BY r.lateness_ms) FILTER (WHERE r.timely) AS lateness_high,
                       jsonb_agg(jsonb_build_array(r.id, r.outcome, r.node, r.scheduled, r.fired, r.finished, r.lateness_ms) ORDER BY r.id DESC)
                           FILTER (WHERE r.n <= :beats) AS beats
                FROM (SELECT e.id, e.outcome, e.node, e.finished_at, e.lateness_ms,
                             row_number() OVER (ORDER BY e.id DESC) AS n,
                             e.finished_at IS NOT NULL AS ended,
                             e.outcome IN ('SUCCEEDED', 'SKIPPED') AS good,
                             e.outcome IN ('FAILED', 'TIMED_OUT', 'LOST') AS bad,
                             e.cause = 'SCHEDULE' AND e.attempt = 1 AND NOT e.recovering AS timely,
                             coalesce(max(e.id) FILTER (WHERE e.outcome IN ('SUCCEEDED', 'SKIPPED')) OVER (), 0) AS last_good,
                             (extract(epoch FROM e.finished_at - e.fired_at) * 1000)::bigint AS duration,
                             (extract(epoch FROM e.scheduled_at) * 1000)::bigint AS scheduled,
                             (extract(epoch FROM e.fired_at) * 1000)::bigint AS fired,
                             (extract(epoch FROM e.finished_at) * 1000)::bigint AS finished
                      FROM (SELECT * FROM job_executions e
                            WHERE e.job_group = jobs.job_group AND e.job_name = jobs.job_name AND e.fired_at IS NOT NULL
                            ORDER BY e.id DESC LIMIT :lately) e) r
            ) lately
            """);

    private final Jdbi jdbi;
    private final ExecutionsQuery executions;

    public JobStatusQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
        this.executions = new ExecutionsQuery(jdbi);
    }

    /** Returns the state of jobs, in their order. */
    public Map<JobName, JobStatus> of(Collection<JobName> jobs) {
        Map<JobName, List<Execution>> underWay =
                executions.underWay().stream().collect(Collectors.groupingBy(Execution::job));
        Map<JobName, JobStatus> read = jdbi.withHandle(handle -> handle.createQuery(STANDINGS)
                .bindArray(
                        "groups",
                        String.class,
                        jobs.stream().map(JobName::group).toList())
                .bindArray(
                        "names", String.class, jobs.stream().map(JobName::name).toList())
                .bind("lately", LATELY)
                .bind("beats", BEATS)
                .map((row, context) -> standing(row, underWay))
                .collect(Collectors.toMap(JobStatus::job, Function.identity())));
        Map<JobName, JobStatus> inOrder = new LinkedHashMap<>();
        jobs.forEach(job -> inOrder.put(job, Objects.requireNonNull(read.get(job))));
        return inOrder;
    }

    /**
     * A node that knows a job.
     *
     * @param runs whether the job's condition holds there
     * @param condition in words; empty if there is none
     */
    public record KnownOn(String node, boolean runs, String condition) {}

    /** Returns the living nodes that know a job, and whether each runs it. */
    public List<KnownOn> nodes(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT n.node, j.runs, coalesce(j.condition, '') AS condition
                        FROM job_node_jobs j JOIN job_nodes n USING (node)
                        WHERE j.job_group = :group AND j.job_name = :name
                          AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds'
                        ORDER BY n.node
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .map((row, context) ->
                        new KnownOn(row.getString("node"), row.getBoolean("runs"), row.getString("condition")))
                .list());
    }

    /** Returns the state of the cluster's scheduler. */
    public SchedulerStatus scheduler() {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT count(*) AS nodes, coalesce(sum(threads), 0) AS threads,
                               (SELECT count(*) FROM job_executions e JOIN job_nodes r USING (node)
                                WHERE e.outcome = 'RUNNING' AND r.stopped_at IS NULL AND r.died_at IS NULL
                                  AND r.seen_at > now() - interval '10 seconds' AND r.threads > 0) AS running,
                               (SELECT count(*) FROM job_executions WHERE outcome = 'QUEUED') AS queued,
                               (SELECT count(*) FROM qrtz_triggers
                                WHERE sched_name = {scheduler} AND trigger_state = 'WAITING'
                                  AND next_fire_time < extract(epoch FROM now()) * 1000 - 1000) AS overdue
                        FROM job_nodes
                        WHERE stopped_at IS NULL AND died_at IS NULL AND seen_at > now() - interval '10 seconds'
                          AND threads > 0
                        """))
                .map((row, context) -> new SchedulerStatus(
                        row.getInt("nodes"),
                        row.getInt("threads"),
                        row.getInt("running"),
                        row.getInt("queued"),
                        row.getInt("overdue")))
                .one());
    }

    private static JobStatus standing(ResultSet row, Map<JobName, List<Execution>> underWay) throws SQLException {
        JobName job = new JobName(row.getString("job_group"), row.getString("job_name"));
        List<Execution> now = underWay.getOrDefault(job, List.of());
        String triggerState = row.getString("trigger_state");
        return new JobStatus(
                job,
                state(row, now),
                triggerState == null
                        ? null
                        : new JobStatus.Trigger(triggerState, millis(row, "next_fire"), millis(row, "previous_fire")),
                new JobStatus.Asked(row.getInt("asked_runs"), millis(row, "asked_next")),
                TimeColumns.timeOrNull(row, "last_success_at"),
                new JobStatus.Rate(row.getLong("runs"), row.getLong("good")),
                new JobStatus.Rate(row.getLong("day_runs"), row.getLong("day_good")),
                spread(row, "duration"),
                spread(row, "lateness"),
                row.getInt("failures"),
                beats(row.getString("beats")),
                now);
    }

    private static JobState state(ResultSet row, List<Execution> underWay) throws SQLException {
        String trigger = String.valueOf(row.getString("trigger_state"));
        if (row.getInt("nodes") == 0) {
            return JobState.OFF;
        }
        if (trigger.equals("ERROR") || row.getBoolean("asked_broken")) {
            return JobState.ERROR;
        }
        if (row.getBoolean("paused")) {
            return JobState.PAUSED;
        }
        if (underWay.stream().anyMatch(run -> run.result().outcome() == RunOutcome.RUNNING)) {
            return JobState.RUNNING;
        }
        if (trigger.equals("BLOCKED")) {
            return JobState.BLOCKED;
        }
        return millis(row, "next_fire") != null || row.getInt("asked_runs") > 0 ? JobState.WAITING : JobState.IDLE;
    }

    private static JobStatus.Spread spread(ResultSet row, String what) throws SQLException {
        return new JobStatus.Spread(
                row.getObject(what + "_median", Long.class), row.getObject(what + "_high", Long.class));
    }

    private static List<JobStatus.Beat> beats(@Nullable String json) {
        List<JobStatus.Beat> beats = new ArrayList<>();
        try {
            for (JsonNode beat : json == null ? List.<JsonNode>of() : JSON.readTree(json)) {
                beats.add(new JobStatus.Beat(
                        beat.get(0).longValue(),
                        RunOutcome.valueOf(beat.get(1).textValue()),
                        beat.get(2).textValue(),
                        Instant.ofEpochMilli(beat.get(3).longValue()),
                        Instant.ofEpochMilli(beat.get(4).longValue()),
                        beat.get(5).isNull()
                                ? null
                                : Instant.ofEpochMilli(beat.get(5).longValue()),
                        beat.get(6).longValue()));
            }
            return List.copyOf(beats);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Postgres writes only JSON", e);
        }
    }

    private static @Nullable Instant millis(ResultSet row, String column) throws SQLException {
        Long millis = row.getObject(column, Long.class);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
