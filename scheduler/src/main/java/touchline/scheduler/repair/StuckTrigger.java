package touchline.scheduler.repair;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.watch.WatchdogRules;

/** A trigger as it stood at one look. The database's clock says how late it is. */
record StuckTrigger(
        StuckTriggerReport.Kind kind,
        String group,
        String name,
        String jobGroup,
        String jobName,
        String state,
        Instant due,
        Duration overdue) {
    private static final String RECOVERING = "RECOVERING_JOBS";

    private static final String SUSPICIOUS = """
            WITH due AS (
                SELECT t.*, (extract(epoch FROM clock_timestamp()) * 1000)::bigint - t.next_fire_time AS overdue
                FROM qrtz_triggers t
                WHERE t.sched_name = 'touchline' AND t.next_fire_time > 0
                  AND t.trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED', 'PAUSED', 'PAUSED_BLOCKED', 'ERROR')
                  AND t.next_fire_time < (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :overdue
                  AND (:name::text IS NULL OR t.trigger_name = :name AND t.trigger_group = :group)
            ), told AS (
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
            SELECT * FROM told WHERE kind IS NOT NULL ORDER BY next_fire_time LIMIT 500
            """;

    /** Those that are late by more than that, the latest first; 500 at most. */
    static List<StuckTrigger> all(Handle handle, Duration overdue, WatchdogRules rules) {
        return find(handle, overdue, rules, null, null);
    }

    /** That one, if it is suspicious and late by more than that. */
    static Optional<StuckTrigger> one(Handle handle, Duration overdue, WatchdogRules rules, String group, String name) {
        return find(handle, overdue, rules, group, name).stream().findFirst();
    }

    private static List<StuckTrigger> find(
            Handle handle, Duration overdue, WatchdogRules rules, @Nullable String group, @Nullable String name) {
        return handle.createQuery(SUSPICIOUS)
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

    String job() {
        return jobGroup + "/" + jobName;
    }

    String trigger() {
        return group + "." + name;
    }

    boolean isRecovery() {
        return group.equals(RECOVERING);
    }

    /** Whether this is still what was seen then: in the same state, for the same time. */
    boolean isAsWas(StuckTrigger earlier) {
        return kind == earlier.kind
                && due.equals(earlier.due)
                && group.equals(earlier.group)
                && name.equals(earlier.name);
    }

    /** The rows about it, without what it carries: parameters are nobody's business here. */
    Map<String, Object> rows(Handle handle) {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put(
                "trigger",
                handle.createQuery("""
                        SELECT trigger_group, trigger_name, job_group, job_name, trigger_state, trigger_type, next_fire_time, prev_fire_time
                        FROM qrtz_triggers
                        WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group
                        """)
                        .bind("name", name)
                        .bind("group", group)
                        .mapToMap()
                        .list());
        rows.put(
                "fired",
                handle.createQuery("""
                        SELECT entry_id, trigger_group, trigger_name, instance_name, state, fired_time, sched_time
                        FROM qrtz_fired_triggers
                        WHERE sched_name = 'touchline'
                          AND (trigger_name = :name AND trigger_group = :group OR job_name = :jobName AND job_group = :jobGroup)
                        ORDER BY fired_time LIMIT 20
                        """)
                        .bind("name", name)
                        .bind("group", group)
                        .bind("jobName", jobName)
                        .bind("jobGroup", jobGroup)
                        .mapToMap()
                        .list());
        return rows;
    }
}
