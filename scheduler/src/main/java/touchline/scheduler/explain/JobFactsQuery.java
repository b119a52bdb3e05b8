package touchline.scheduler.explain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;
import touchline.scheduler.trigger.StoredCalendar;

/** Reads all facts about a job in one repeatable-read transaction. Takes no lock. */
public final class JobFactsQuery {
    /** The limit for rows that may number thousands. */
    static final int MOST = 50;

    private static final String NOW = QuartzSql.of("""
            SELECT now() AS now,
                   EXISTS (SELECT 1 FROM qrtz_job_details
                           WHERE sched_name = {scheduler} AND job_group = :group AND job_name = :name) AS stored
            """);

    private static final String PAUSES = """
            SELECT * FROM job_pauses
            WHERE job_group = '*' OR job_group = :group AND job_name = :name
            """;

    /** A node reports FIRING up to a second late; its scheduler's check-in shows it earlier. */
    private static final String NODES = QuartzSql.of("""
            SELECT n.*, CASE WHEN n.state = 'STARTING' AND s.checked_in_at >= n.started_at
                             THEN 'FIRING' ELSE n.state END AS effective_state,
                   j.runs, j.condition, a.actor AS drained_by, a.reason AS drained_because, a.at AS drained_at,
                   greatest(n.seen_at, s.checked_in_at) AS last_seen_at
            FROM job_nodes n
            LEFT JOIN job_node_jobs j ON j.node = n.node AND j.job_group = :group AND j.job_name = :name
            LEFT JOIN LATERAL (SELECT to_timestamp(least(last_checkin_time / 1000.0, 1e11)) AS checked_in_at FROM qrtz_scheduler_state
                               WHERE sched_name = {scheduler} AND instance_name = n.node) s ON true
            LEFT JOIN LATERAL (SELECT * FROM job_audit WHERE action = 'drain' AND subject = n.node ORDER BY id DESC LIMIT 1) a
                   ON n.drain_requested
            WHERE n.seen_at > now() - interval '1 day' AND n.threads > 0
            ORDER BY n.seen_at DESC
            LIMIT :most
            """);

    /** A trigger's data is read as text: the platform stores properties. */
    private static final String TRIGGERS = QuartzSql.of("""
            WITH t AS (
                SELECT *,
                       substring(encode(job_data, 'escape') FROM 'touchline\\.attempt=([0-9]{1,9})')::int AS attempt,
                       substring(encode(job_data, 'escape') FROM 'touchline\\.follows=([0-9]{1,18})')::bigint AS follows
                FROM qrtz_triggers
                WHERE sched_name = {scheduler} AND job_group = :group AND job_name = :name
            )
            SELECT t.trigger_name, t.trigger_group, t.trigger_state, t.next_fire_time, t.end_time, t.misfire_instr, t.calendar_name,
                   s.repeat_interval, k.calendar, coalesce(t.attempt, 1) AS attempt, coalesce(e.error, e.reason, e.outcome) AS failure
            FROM t
            LEFT JOIN qrtz_simple_triggers s USING (sched_name, trigger_name, trigger_group)
            LEFT JOIN qrtz_calendars k USING (sched_name, calendar_name)
            LEFT JOIN job_executions e ON e.id = t.follows
            ORDER BY t.trigger_group = :group AND t.trigger_name = :name DESC,
                     t.trigger_state IN ('WAITING', 'COMPLETE', 'BLOCKED'), t.attempt > 1 DESC NULLS LAST, t.next_fire_time
            LIMIT :most
            """);

    private static final String REQUESTS = QuartzSql.of("""
            SELECT count(*) AS waiting,
                   count(*) FILTER (WHERE next_fire_time <= extract(epoch FROM now()) * 1000) AS due,
                   (array_agg(trigger_name ORDER BY next_fire_time))[1] AS oldest,
                   min(next_fire_time) AS since
            FROM qrtz_triggers
            WHERE sched_name = {scheduler} AND job_group = :group AND job_name = :name AND next_fire_time > 0
              AND trigger_state <> 'COMPLETE'
              AND NOT (trigger_group = :group AND trigger_name = :name)
              AND coalesce(encode(job_data, 'escape'), '') !~ 'touchline\\.attempt=([2-9]|1[0-9])'
            """);

    private static final String FIRINGS = QuartzSql.of("""
            SELECT f.trigger_name, f.trigger_group, f.instance_name, f.state, f.fired_time,
                   coalesce(e.id, f.execution_id) AS id, e.deadline_at, e.progress, e.interrupt_by
            FROM qrtz_fired_triggers f
            LEFT JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)
            LEFT JOIN job_executions e ON e.fire_id = f.entry_id
            WHERE f.sched_name = {scheduler}
              AND (f.job_group = :group AND f.job_name = :name OR f.job_name IS NULL AND t.job_group = :group AND t.job_name = :name)
            ORDER BY f.fired_time
            LIMIT :most
            """);

    private static final String PAUSED_GROUPS =
            QuartzSql.of("SELECT trigger_group FROM qrtz_paused_trigger_grps WHERE sched_name = {scheduler}");

    private static final String SUBSTITUTE = """
            SELECT kind, expression, zone, actor, reason, at FROM job_schedule_overrides
            WHERE job_group = :group AND job_name = :name
            """;

    private static final String LAST = """
            SELECT * FROM job_executions
            WHERE job_group = :group AND job_name = :name AND outcome NOT IN ('QUEUED', 'RUNNING')
            ORDER BY id DESC
            LIMIT 1
            """;

    private static final String RUNNING = """
            SELECT id, job_group || '/' || job_name AS job, node, fired_at FROM job_executions
            WHERE outcome = 'RUNNING'
            ORDER BY fired_at
            LIMIT :most
            """;

    private final Jdbi jdbi;

    public JobFactsQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Reads the facts; {@code zone} is the zone of times in texts. */
    public JobFacts read(JobDefinition job, ZoneId zone) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> read(handle, job, zone));
    }

    private record Moment(Instant now, boolean stored) {}

    private static JobFacts read(Handle handle, JobDefinition job, ZoneId zone) {
        Moment moment = about(handle, NOW, job)
                .map((row, context) -> new Moment(time(row, "now", Instant.EPOCH), row.getBoolean("stored")))
                .one();
        return new JobFacts(
                job,
                moment.now(),
                moment.stored(),
                about(handle, PAUSES, job).map((row, context) -> pause(row)).list(),
                about(handle, NODES, job).map((row, context) -> node(row)).list(),
                about(handle, TRIGGERS, job).map((row, context) -> trigger(row)).list(),
                about(handle, REQUESTS, job)
                        .map((row, context) -> requests(row))
                        .one(),
                about(handle, FIRINGS, job).map((row, context) -> firing(row)).list(),
                handle.createQuery(PAUSED_GROUPS).mapTo(String.class).list(),
                about(handle, SUBSTITUTE, job)
                        .map((row, context) -> substitute(row))
                        .findOne(),
                about(handle, LAST, job).map((row, context) -> ended(row)).findOne(),
                handle.createQuery(RUNNING)
                        .bind("most", MOST)
                        .map((row, context) -> new JobFacts.Running(
                                row.getLong("id"),
                                row.getString("job"),
                                row.getString("node"),
                                TimeColumns.timeOrNull(row, "fired_at")))
                        .list(),
                zone);
    }

    private static Query about(Handle handle, String sql, JobDefinition job) {
        Query query = handle.createQuery(sql)
                .bind("group", job.name().group())
                .bind("name", job.name().name());
        return sql.contains(":most") ? query.bind("most", MOST) : query;
    }

    private static JobFacts.Pause pause(ResultSet row) throws SQLException {
        return new JobFacts.Pause(
                row.getString("job_group").equals("*"),
                row.getString("actor"),
                row.getString("reason"),
                time(row, "at", Instant.EPOCH),
                TimeColumns.timeOrNull(row, "until"));
    }

    private static JobFacts.Node node(ResultSet row) throws SQLException {
        boolean runs = row.getBoolean("runs");
        boolean unknown = row.wasNull();
        String drainedBy = row.getString("drained_by");
        return new JobFacts.Node(
                row.getString("node"),
                row.getString("effective_state"),
                time(row, "last_seen_at", Instant.EPOCH),
                TimeColumns.timeOrNull(row, "stopped_at"),
                TimeColumns.timeOrNull(row, "died_at"),
                row.getBoolean("drain_requested"),
                row.getLong("clock_offset_ms"),
                row.getInt("threads"),
                row.getInt("busy"),
                TimeColumns.timeOrNull(row, "starved_since"),
                unknown ? null : runs,
                row.getString("condition"),
                drainedBy == null
                        ? null
                        : new JobFacts.Drain(
                                drainedBy, row.getString("drained_because"), time(row, "drained_at", Instant.EPOCH)));
    }

    private static JobFacts.Trigger trigger(ResultSet row) throws SQLException {
        long interval = row.getLong("repeat_interval");
        boolean simple = !row.wasNull();
        byte[] calendar = row.getBytes("calendar");
        return new JobFacts.Trigger(
                row.getString("trigger_name"),
                row.getString("trigger_group"),
                row.getString("trigger_state"),
                millis(row, "next_fire_time"),
                millis(row, "end_time"),
                row.getInt("misfire_instr"),
                simple ? interval : null,
                row.getString("calendar_name"),
                calendar == null ? null : StoredCalendar.read(calendar).orElse(null),
                row.getInt("attempt"),
                row.getString("failure"));
    }

    private static JobFacts.Requests requests(ResultSet row) throws SQLException {
        return new JobFacts.Requests(
                row.getLong("waiting"), row.getLong("due"), row.getString("oldest"), millis(row, "since"));
    }

    private static JobFacts.Firing firing(ResultSet row) throws SQLException {
        long execution = row.getLong("id");
        boolean known = !row.wasNull();
        return new JobFacts.Firing(
                row.getString("trigger_name"),
                row.getString("trigger_group"),
                row.getString("instance_name"),
                row.getString("state").equals("EXECUTING"),
                Instant.ofEpochMilli(row.getLong("fired_time")),
                known ? execution : null,
                TimeColumns.timeOrNull(row, "deadline_at"),
                row.getString("progress"),
                row.getString("interrupt_by"));
    }

    static JobFacts.Substitute substitute(ResultSet row) throws SQLException {
        return new JobFacts.Substitute(
                schedule(row.getString("kind"), row.getString("expression"), row.getString("zone")),
                row.getString("actor"),
                row.getString("reason"),
                time(row, "at", Instant.EPOCH));
    }

    /** Returns the operator's override; its schedule is null if the row was edited by hand to something invalid. */
    public static @Nullable Schedule schedule(String kind, String expression, String zone) {
        try {
            return kind.equals("CRON")
                    ? new Schedule.Cron(expression, ZoneId.of(zone))
                    : new Schedule.Every(Duration.parse(expression));
        } catch (RuntimeException noSchedule) {
            return null;
        }
    }

    private static JobFacts.Ended ended(ResultSet row) throws SQLException {
        long late = row.getLong("lateness_ms");
        boolean fired = !row.wasNull();
        return new JobFacts.Ended(
                row.getLong("id"),
                row.getString("outcome"),
                row.getString("node"),
                fired ? late : null,
                TimeColumns.timeOrNull(row, "fired_at"),
                TimeColumns.timeOrNull(row, "finished_at"),
                row.getString("reason"),
                row.getString("error"));
    }

    private static Instant time(ResultSet row, String column, Instant otherwise) throws SQLException {
        return Optional.ofNullable(TimeColumns.timeOrNull(row, column)).orElse(otherwise);
    }

    /** Quartz stores -1 or 0 for never. */
    public static @Nullable Instant millis(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return millis > 0 ? Instant.ofEpochMilli(millis) : null;
    }
}
