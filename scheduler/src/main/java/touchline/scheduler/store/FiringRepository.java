package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quartz.JobKey;
import org.quartz.SimpleTrigger;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;

/** The statements that fire triggers and complete their runs, each within a transaction of Quartz'. */
final class FiringRepository {
    private static final String STILL_OURS = QuartzSql.of("""
            SELECT f.entry_id
            FROM qrtz_fired_triggers f JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)
            WHERE f.sched_name = {scheduler} AND f.entry_id = ANY (?) AND f.state = 'ACQUIRED' AND t.trigger_state = 'ACQUIRED'
              AND NOT EXISTS (SELECT 1 FROM job_pauses p
                              WHERE p.job_group = '*'
                                 OR p.job_group = t.job_group AND p.job_name = t.job_name AND t.trigger_group <> 'operator')
            """);

    private static final String EXECUTING = QuartzSql.of("""
            UPDATE qrtz_fired_triggers AS t
            SET state = 'EXECUTING', fired_time = ?, sched_time = f.scheduled, job_name = f.job_name, job_group = f.job_group,
                is_nonconcurrent = f.exclusive, requests_recovery = f.recovered
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::boolean[])
                 AS f(entry_id, scheduled, job_name, job_group, exclusive, recovered)
            WHERE t.sched_name = {scheduler} AND t.entry_id = f.entry_id
            """);

    private static final String BLOCK_THE_OTHERS = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET trigger_state = CASE t.trigger_state WHEN 'PAUSED' THEN 'PAUSED_BLOCKED' ELSE 'BLOCKED' END
            FROM unnest(?::text[], ?::text[]) AS j(job_name, job_group)
            WHERE t.sched_name = {scheduler} AND t.job_name = j.job_name AND t.job_group = j.job_group
              AND t.trigger_state IN ('WAITING', 'ACQUIRED', 'PAUSED')
            """);

    private static final String NEXT = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET next_fire_time = f.next, prev_fire_time = f.prev, trigger_state = f.state
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS f(name, grp, next, prev, state)
            WHERE t.sched_name = {scheduler} AND t.trigger_name = f.name AND t.trigger_group = f.grp
            """);

    /**
     * Deletes firings, and triggers that will not fire again unless they have a new time or a newer run: it may be repeated, or
     * late. LIMIT keeps Postgres from looking for triggers by their state, among all that have ended lately; the name of a scheduler as an expression keeps it
     * from reading all firings by their primary key.
     */
    private static final String END = QuartzSql.of("""
            WITH fired AS (
                DELETE FROM qrtz_fired_triggers WHERE sched_name = {scheduler} AND entry_id = ANY (?)
            ), finished AS (
                SELECT t.* FROM unnest(?::text[], ?::text[]) AS k(name, grp)
                CROSS JOIN LATERAL (
                    SELECT t.ctid AS tid, t.* FROM qrtz_triggers t
                    WHERE t.sched_name = {scheduler} AND t.trigger_name = k.name AND t.trigger_group = k.grp
                    LIMIT 1
                ) t
                WHERE t.trigger_state = 'COMPLETE' AND t.next_fire_time <= 0
                  AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                  WHERE f.sched_name || '' = t.sched_name AND f.trigger_name = t.trigger_name AND f.trigger_group = t.trigger_group
                                    AND f.entry_id <> ALL (?))
            ), details AS (
                DELETE FROM qrtz_simple_triggers WHERE ctid = ANY (ARRAY(
                    SELECT s.tid FROM finished f
                    CROSS JOIN LATERAL (
                        SELECT s.ctid AS tid FROM qrtz_simple_triggers s
                        WHERE s.sched_name = f.sched_name AND s.trigger_name = f.trigger_name AND s.trigger_group = f.trigger_group
                        LIMIT 1
                    ) s))
            )
            DELETE FROM qrtz_triggers WHERE ctid = ANY (ARRAY(SELECT f.tid FROM finished f))
            """);

    /** The tables of triggers that are not simple ones. */
    private static final List<String> OTHER_DETAILS =
            List.of("qrtz_cron_triggers", "qrtz_simprop_triggers", "qrtz_blob_triggers");

    private static final String WITHOUT_TRIGGER = QuartzSql.of("""
             AS d USING unnest(?::text[], ?::text[]) AS k(name, grp)
            WHERE d.sched_name = {scheduler} AND d.trigger_name = k.name AND d.trigger_group = k.grp
              AND NOT EXISTS (SELECT 1 FROM qrtz_triggers t
                              WHERE t.sched_name = d.sched_name AND t.trigger_name = d.trigger_name AND t.trigger_group = d.trigger_group)
            """);

    private static final String UNBLOCK = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET trigger_state = CASE t.trigger_state WHEN 'PAUSED_BLOCKED' THEN 'PAUSED' ELSE 'WAITING' END
            FROM unnest(?::text[], ?::text[]) AS j(job_name, job_group)
            WHERE t.sched_name = {scheduler} AND t.job_name = j.job_name AND t.job_group = j.job_group
              AND t.trigger_state IN ('BLOCKED', 'PAUSED_BLOCKED')
              AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                              WHERE f.sched_name = t.sched_name AND f.job_name = t.job_name AND f.job_group = t.job_group
                                AND f.state = 'EXECUTING')
            """);

    private FiringRepository() {}

    /**
     * A trigger that fires, with the values that Quartz stores of it.
     *
     * @param scheduled its time, in ms since the epoch
     * @param next its next time; -1 for never
     * @param previous as {@code next}
     * @param state of the trigger from now on
     */
    record Firing(
            OperableTrigger trigger,
            long scheduled,
            boolean exclusive,
            boolean recovered,
            long next,
            long previous,
            String state) {}

    /** Returns the ids of those acquisitions that are still valid, and whose jobs are not paused. */
    static Set<String> stillAcquired(Connection connection, List<OperableTrigger> triggers) throws SQLException {
        Set<String> acquired = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(STILL_OURS)) {
            new BatchColumns<>(select, triggers).bind(1, "text", OperableTrigger::getFireInstanceId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    acquired.add(rows.getString(1));
                }
            }
        }
        return acquired;
    }

    /** Marks triggers as executing, blocks the other triggers of exclusive jobs, and sets the next times. */
    static void fire(Connection connection, List<Firing> fired) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(EXECUTING)) {
            BatchColumns<Firing> rows = new BatchColumns<>(update, fired);
            update.setLong(1, System.currentTimeMillis());
            rows.bind(2, "text", one -> one.trigger().getFireInstanceId());
            rows.bind(3, "bigint", Firing::scheduled);
            rows.bind(4, "text", one -> one.trigger().getJobKey().getName());
            rows.bind(5, "text", one -> one.trigger().getJobKey().getGroup());
            rows.bind(6, "boolean", Firing::exclusive);
            rows.bind(7, "boolean", Firing::recovered);
            update.executeUpdate();
        }
        List<JobKey> exclusive = fired.stream()
                .filter(Firing::exclusive)
                .map(one -> one.trigger().getJobKey())
                .toList();
        forJobs(connection, BLOCK_THE_OTHERS, exclusive);
        try (PreparedStatement update = connection.prepareStatement(NEXT)) {
            BatchColumns<Firing> rows = new BatchColumns<>(update, fired);
            rows.bind(1, "text", one -> one.trigger().getKey().getName());
            rows.bind(2, "text", one -> one.trigger().getKey().getGroup());
            rows.bind(3, "bigint", Firing::next);
            rows.bind(4, "bigint", Firing::previous);
            rows.bind(5, "text", Firing::state);
            update.executeUpdate();
        }
    }

    /** Deletes firings, and those of the given triggers that have no next time. */
    static void end(Connection connection, List<String> fireIds, List<OperableTrigger> last) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(END)) {
            delete.setArray(1, connection.createArrayOf("text", fireIds.toArray()));
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(delete, last);
            rows.bind(2, "text", trigger -> trigger.getKey().getName());
            rows.bind(3, "text", trigger -> trigger.getKey().getGroup());
            delete.setArray(4, connection.createArrayOf("text", fireIds.toArray()));
            delete.executeUpdate();
        }
        List<OperableTrigger> others =
                last.stream().filter(one -> !(one instanceof SimpleTrigger)).toList();
        if (!others.isEmpty()) {
            for (String table : OTHER_DETAILS) {
                deleteWithoutTrigger(connection, table, others);
            }
        }
    }

    private static void deleteWithoutTrigger(Connection connection, String table, List<OperableTrigger> triggers)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + WITHOUT_TRIGGER)) {
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(delete, triggers);
            rows.bind(1, "text", trigger -> trigger.getKey().getName());
            rows.bind(2, "text", trigger -> trigger.getKey().getGroup());
            delete.executeUpdate();
        }
    }

    /** Unblocks the triggers of exclusive jobs without an executing run. */
    static void unblock(Connection connection, List<JobKey> exclusive) throws SQLException {
        forJobs(connection, UNBLOCK, exclusive);
    }

    private static void forJobs(Connection connection, String statement, List<JobKey> jobs) throws SQLException {
        if (!jobs.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(statement)) {
                BatchColumns<JobKey> rows = new BatchColumns<>(update, jobs);
                rows.bind(1, "text", JobKey::getName);
                rows.bind(2, "text", JobKey::getGroup);
                update.executeUpdate();
            }
        }
    }
}
