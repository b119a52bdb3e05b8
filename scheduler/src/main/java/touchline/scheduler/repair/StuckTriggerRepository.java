package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.watch.WatchdogRules;

/** Reads triggers that are due and that Quartz will not fire by itself. */
final class StuckTriggerRepository {
    private static final String STUCK = QuartzSql.of("""
            WITH due AS (
                SELECT t.*, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - t.next_fire_time AS overdue
                FROM qrtz_triggers t
                WHERE t.sched_name = {scheduler} AND t.next_fire_time > 0
                  AND t.trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED', 'PAUSED', 'PAUSED_BLOCKED', 'ERROR')
                  AND t.next_fire_time < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :overdue
                  AND (:name::text IS NULL OR t.trigger_name = :name AND t.trigger_group = :group)
            ), classified AS (
                SELECT d.*, CASE
                    WHEN d.trigger_state = 'ERROR' THEN 'ERROR'
                    WHEN d.trigger_state = 'ACQUIRED' AND NOT EXISTS (
                            SELECT 1 FROM qrtz_fired_triggers f
                            WHERE f.sched_name = d.sched_name AND f.trigger_name = d.trigger_name AND f.trigger_group = d.trigger_group
                              AND f.state = 'ACQUIRED'
                              AND f.fired_time > (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :forgotten)
                        THEN 'ACQUIRED_BY_NOBODY'
                    WHEN d.trigger_state IN ('BLOCKED', 'PAUSED_BLOCKED') AND NOT EXISTS (
                            SELECT 1 FROM qrtz_fired_triggers f
                            WHERE f.sched_name = d.sched_name AND f.job_name = d.job_name AND f.job_group = d.job_group
                              AND f.state = 'EXECUTING')
                        THEN 'BLOCKED_BY_NOTHING'
                    WHEN d.trigger_state = 'PAUSED' AND d.trigger_group = 'RECOVERING_JOBS' THEN 'PAUSED_IN_RECOVERY'
                    WHEN d.trigger_state = 'PAUSED' THEN 'PAUSED_FROM_OUTSIDE'
                    WHEN d.trigger_state = 'WAITING' AND (d.job_group, d.job_name) NOT IN (
                            SELECT j.job_group, j.job_name FROM job_node_jobs j JOIN job_nodes n USING (node)
                            WHERE j.runs AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds')
                        THEN 'NOBODYS'
                    END AS kind
                FROM due d
            )
            SELECT * FROM classified WHERE kind IS NOT NULL ORDER BY next_fire_time LIMIT 500
            """);

    private StuckTriggerRepository() {}

    /** Returns the stuck triggers that are overdue by more than {@code overdue}, the oldest first; at most 500. */
    static List<StuckTrigger> all(Handle handle, Duration overdue, WatchdogRules rules) {
        return find(handle, overdue, rules, null, null);
    }

    /** Returns one trigger if it is stuck and overdue by more than {@code overdue}. */
    static Optional<StuckTrigger> one(Handle handle, Duration overdue, WatchdogRules rules, String group, String name) {
        return find(handle, overdue, rules, group, name).stream().findFirst();
    }

    private static List<StuckTrigger> find(
            Handle handle, Duration overdue, WatchdogRules rules, @Nullable String group, @Nullable String name) {
        return handle.createQuery(STUCK)
                .bind("overdue", overdue.toMillis())
                .bind("forgotten", rules.overdue().toMillis())
                .bind("group", group)
                .bind("name", name)
                .map((row, context) -> new StuckTrigger(
                        StuckTriggerReport.Kind.valueOf(row.getString("kind")),
                        row.getString("trigger_group"),
                        row.getString("trigger_name"),
                        row.getString("job_group"),
                        row.getString("job_name"),
                        row.getString("trigger_state"),
                        Instant.ofEpochMilli(row.getLong("next_fire_time")),
                        Duration.ofMillis(row.getLong("overdue"))))
                .list();
    }

    /** Whether Quartz has such a trigger at all. */
    static boolean exists(Handle handle, String group, String name) {
        return handle.createQuery(QuartzSql.of("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_triggers
                                       WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group)
                        """))
                .bind("name", name)
                .bind("group", group)
                .mapTo(Boolean.class)
                .one();
    }

    /** Returns the rows about a trigger by their kind, without its parameters, which can be confidential. */
    static Map<String, Object> rows(Handle handle, StuckTrigger trigger) {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put(
                "trigger",
                handle.createQuery(QuartzSql.of("""
                        SELECT trigger_group, trigger_name, job_group, job_name, trigger_state, trigger_type, next_fire_time, prev_fire_time
                        FROM qrtz_triggers
                        WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group
                        """))
                        .bind("name", trigger.name())
                        .bind("group", trigger.group())
                        .mapToMap()
                        .list());
        rows.put(
                "fired",
                handle.createQuery(QuartzSql.of("""
                        SELECT entry_id, trigger_group, trigger_name, instance_name, state, fired_time, sched_time
                        FROM qrtz_fired_triggers
                        WHERE sched_name = {scheduler}
                          AND (trigger_name = :name AND trigger_group = :group OR job_name = :jobName AND job_group = :jobGroup)
                        ORDER BY fired_time LIMIT 20
                        """))
                        .bind("name", trigger.name())
                        .bind("group", trigger.group())
                        .bind("jobName", trigger.jobName())
                        .bind("jobGroup", trigger.jobGroup())
                        .mapToMap()
                        .list());
        return rows;
    }
}
