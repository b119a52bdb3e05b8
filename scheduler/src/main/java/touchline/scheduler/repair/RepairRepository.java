package touchline.scheduler.repair;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.sql.QuartzSql;

/** The statements of repairs, within the caller's transaction. */
final class RepairRepository {
    private static final List<String> TRIGGER_TABLES = List.of(
            "qrtz_simple_triggers",
            "qrtz_cron_triggers",
            "qrtz_simprop_triggers",
            "qrtz_blob_triggers",
            "qrtz_triggers");

    private RepairRepository() {}

    /** Fired triggers of a node that does not check in. */
    record Orphans(String node, long firings) {}

    /** How often nodes have repaired a trigger within an hour, and whether recently. */
    record Past(int repairs, boolean isRecent) {}

    /** Returns nodes with fired triggers that do not check in. A node with a recent heartbeat is about to. */
    static List<Orphans> orphans(Handle handle) {
        return handle.createQuery(QuartzSql.of("""
                        SELECT f.instance_name, count(*) AS firings
                        FROM qrtz_fired_triggers f
                        WHERE f.sched_name = {scheduler}
                          AND NOT EXISTS (SELECT 1 FROM qrtz_scheduler_state s
                                          WHERE s.sched_name = f.sched_name AND s.instance_name = f.instance_name)
                          AND NOT EXISTS (SELECT 1 FROM job_nodes n
                                          WHERE n.node = f.instance_name AND n.stopped_at IS NULL AND n.seen_at > now() - interval '5 seconds')
                        GROUP BY f.instance_name
                        """))
                .map((row, context) -> new Orphans(row.getString("instance_name"), row.getLong("firings")))
                .list();
    }

    /** Adds a check-in that is overdue, so that the cluster recovers the node's triggers. */
    static void addOverdueCheckIn(Handle handle, String node) {
        handle.createUpdate(QuartzSql.of("""
                        INSERT INTO qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval)
                        VALUES ({scheduler}, :node, 0, 0) ON CONFLICT DO NOTHING
                        """)).bind("node", node).execute();
    }

    /** Marks running runs without a fired trigger as lost; returns their number. */
    static int loseRunning(Handle handle) {
        return handle.createUpdate(QuartzSql.of("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'Quartz knows of no such run'
                        WHERE e.outcome = 'RUNNING' AND e.fired_at < now() - interval '3 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                          WHERE f.sched_name = {scheduler} AND f.entry_id = e.fire_id)
                        """)).execute();
    }

    /** Marks queued runs without a trigger as lost; returns their number. */
    static int loseQueued(Handle handle) {
        return handle.createUpdate(QuartzSql.of("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'the request did not reach the scheduler'
                        WHERE e.outcome = 'QUEUED' AND e.scheduled_at < now() - interval '10 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_triggers t
                                          WHERE t.sched_name = {scheduler} AND t.trigger_group = 'operator'
                                            AND t.trigger_name = e.id::text)
                        """)).execute();
    }

    /** Deletes the pause of recovered triggers; false if there is none. */
    static boolean deleteRecoveryPause(Handle handle) {
        return handle.createUpdate(QuartzSql.of("""
                        DELETE FROM qrtz_paused_trigger_grps
                        WHERE sched_name = {scheduler} AND trigger_group = 'RECOVERING_JOBS'
                        """)).execute() > 0;
    }

    /** Resumes paused triggers of recovered runs; returns their number. */
    static int resumeRecoveries(Handle handle) {
        return handle.createUpdate(QuartzSql.of("""
                        UPDATE qrtz_triggers
                        SET trigger_state = CASE trigger_state WHEN 'PAUSED' THEN 'WAITING' ELSE 'BLOCKED' END
                        WHERE sched_name = {scheduler} AND trigger_group = 'RECOVERING_JOBS' AND trigger_state IN ('PAUSED', 'PAUSED_BLOCKED')
                        """)).execute();
    }

    /** Takes an advisory lock until the end of the transaction; false if another node holds it. */
    static boolean lock(Handle handle, long lock) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", lock)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * Returns the repairs of a trigger in its state.
     *
     * @param action of their audit
     * @param recent how long ago a repair counts as recent
     */
    static Past past(Handle handle, StuckTrigger trigger, String action, Duration recent) {
        return handle.createQuery("""
                        SELECT count(*) AS repairs, coalesce(max(at) > now() - make_interval(secs => :recent / 1000.0), false) AS is_recent
                        FROM job_audit
                        WHERE subject = :subject AND action = :action AND actor LIKE 'node:%' AND at > now() - interval '1 hour'
                          AND after ->> 'trigger' = :trigger AND before -> 'trigger' -> 0 ->> 'trigger_state' = :state
                        """)
                .bind("recent", recent.toMillis())
                .bind("subject", trigger.job())
                .bind("action", action)
                .bind("trigger", trigger.trigger())
                .bind("state", trigger.state())
                .map((row, context) -> new Past(row.getInt("repairs"), row.getBoolean("is_recent")))
                .one();
    }

    /** Sets the state of a trigger, and deletes the acquisition or the pause that belongs to its former state. */
    static void setState(Handle handle, StuckTrigger trigger, String state) {
        if (trigger.state().equals("ACQUIRED")) {
            handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_fired_triggers
                            WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group AND state = 'ACQUIRED'
                            """))
                    .bind("name", trigger.name())
                    .bind("group", trigger.group())
                    .execute();
        }
        if (trigger.state().equals("PAUSED")) {
            handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_paused_trigger_grps
                            WHERE sched_name = {scheduler} AND trigger_group IN (:group, '_$_ALL_GROUPS_PAUSED_$_')
                            """))
                    .bind("group", trigger.group())
                    .execute();
        }
        handle.createUpdate(QuartzSql.of("""
                        UPDATE qrtz_triggers SET trigger_state = :to
                        WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group AND trigger_state = :from
                        """))
                .bind("to", state)
                .bind("name", trigger.name())
                .bind("group", trigger.group())
                .bind("from", trigger.state())
                .execute();
    }

    /** Whether a run of the trigger's job goes on that allows no other beside it. */
    static boolean isBlocked(Handle handle, StuckTrigger trigger) {
        return handle.createQuery(QuartzSql.of("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_fired_triggers
                                       WHERE sched_name = {scheduler} AND job_name = :name AND job_group = :group
                                         AND state = 'EXECUTING' AND is_nonconcurrent)
                        """))
                .bind("name", trigger.jobName())
                .bind("group", trigger.jobGroup())
                .mapTo(Boolean.class)
                .one();
    }

    static void delete(Handle handle, StuckTrigger trigger) {
        for (String table : TRIGGER_TABLES) {
            handle.createUpdate(
                            "DELETE FROM " + table
                                    + QuartzSql.of(
                                            " WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group"))
                    .bind("name", trigger.name())
                    .bind("group", trigger.group())
                    .execute();
        }
    }
}
