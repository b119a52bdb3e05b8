package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quartz.JobKey;
import org.quartz.TriggerKey;
import touchline.scheduler.sql.QuartzSql;

/** The store's own statements, each within a transaction of Quartz'. */
final class ClusterRepository {
    private static final String CHECK_IN = QuartzSql.of("""
            INSERT INTO qrtz_scheduler_state (sched_name, instance_name, last_checkin_time, checkin_interval)
            VALUES ({scheduler}, ?, ?, ?)
            ON CONFLICT (sched_name, instance_name) DO UPDATE SET last_checkin_time = excluded.last_checkin_time
            """);

    /** Does not touch a trigger that another node has acquired since. */
    private static final String RELEASE = QuartzSql.of("""
            WITH mine AS (
                DELETE FROM qrtz_fired_triggers WHERE sched_name = {scheduler} AND entry_id = ?
                RETURNING sched_name, trigger_name, trigger_group
            )
            UPDATE qrtz_triggers AS t SET trigger_state = 'WAITING'
            FROM mine m
            WHERE t.sched_name = m.sched_name AND t.trigger_name = m.trigger_name AND t.trigger_group = m.trigger_group
              AND t.trigger_state = 'ACQUIRED'
            """);

    private static final String EXCLUSIVE = QuartzSql.of("""
            SELECT is_nonconcurrent FROM qrtz_job_details WHERE sched_name = {scheduler} AND job_name = ? AND job_group = ?
            """);

    /** Also audited, because a node that comes back is no longer marked as dead. */
    private static final String FOUND_DEAD = """
            WITH dead AS (
                UPDATE job_nodes SET died_at = now(), found_dead_by = ?
                WHERE node = ANY (?) AND died_at IS NULL AND stopped_at IS NULL
                RETURNING node, found_dead_by
            )
            INSERT INTO job_audit (actor, origin, action, subject, reason, after)
            SELECT 'node:' || found_dead_by, '', 'node-lost', node, 'it no longer checked in',
                   jsonb_build_object('lostRuns', (SELECT count(*) FROM job_executions e
                                                   WHERE e.node = dead.node AND e.outcome = 'LOST' AND e.lost_at = now()))
            FROM dead
            """;

    private static final String EXECUTING = QuartzSql.of(
            "SELECT 1 FROM qrtz_fired_triggers WHERE sched_name = {scheduler} AND entry_id = ? AND state = 'EXECUTING'");

    private static final String LOCK = QuartzSql.of("""
            SELECT 1 FROM qrtz_triggers WHERE sched_name = {scheduler} AND trigger_name = ? AND trigger_group = ? FOR UPDATE
            """);

    private static final String RECOVERABLE = QuartzSql.of("""
            SELECT f.entry_id, t.job_data
            FROM qrtz_fired_triggers f JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)
            WHERE f.sched_name = {scheduler} AND f.instance_name = ANY (?) AND f.requests_recovery AND t.job_data IS NOT NULL
            """);

    private static final String FORGO = QuartzSql.of(
            "UPDATE qrtz_fired_triggers SET requests_recovery = false WHERE sched_name = {scheduler} AND entry_id = ANY (?)");

    private static final String NOW = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private ClusterRepository() {}

    /** Returns the database's time, ms since the epoch. */
    static long now(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NOW);
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether a stored job runs one run at a time; empty if the store has no such job. */
    static Optional<Boolean> isExclusive(Connection connection, JobKey job) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EXCLUSIVE)) {
            select.setString(1, job.getName());
            select.setString(2, job.getGroup());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
            }
        }
    }

    /** Waits until no other transaction has changed a trigger and is not over. The trigger may be gone. */
    static void lock(Connection connection, TriggerKey trigger) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, trigger.getName());
            select.setString(2, trigger.getGroup());
            select.execute();
        }
    }

    static boolean isExecuting(Connection connection, String fireId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EXECUTING)) {
            select.setString(1, fireId);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    static void release(Connection connection, String fireId) throws SQLException {
        try (PreparedStatement release = connection.prepareStatement(RELEASE)) {
            release.setString(1, fireId);
            release.executeUpdate();
        }
    }

    /**
     * Checks a node in.
     *
     * @param now the database's time, ms since the epoch
     * @param interval until its next check-in, in ms
     */
    static void checkIn(Connection connection, String node, long now, long interval) throws SQLException {
        try (PreparedStatement checkIn = connection.prepareStatement(CHECK_IN)) {
            checkIn.setString(1, node);
            checkIn.setLong(2, now);
            checkIn.setLong(3, interval);
            checkIn.executeUpdate();
        }
    }

    static void markDead(Connection connection, List<String> nodes, String foundBy) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FOUND_DEAD)) {
            update.setString(1, foundBy);
            update.setArray(2, connection.createArrayOf("text", nodes.toArray()));
            update.executeUpdate();
        }
    }

    /** A run that is to be recovered, with the stored data of its trigger. */
    record Recoverable(String fireId, StoredData data) {}

    /** Bytes as stored. */
    @FunctionalInterface
    interface StoredData {
        byte[] bytes();
    }

    /** Returns the runs of dead nodes that are to be recovered and have data. */
    static List<Recoverable> recoverable(Connection connection, List<String> nodes) throws SQLException {
        List<Recoverable> runs = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(RECOVERABLE)) {
            select.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    byte[] data = row.getBytes(2);
                    runs.add(new Recoverable(row.getString(1), () -> data));
                }
            }
        }
        return runs;
    }

    /** Removes runs from the recovery. */
    static void forgoRecovery(Connection connection, List<String> fireIds) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FORGO)) {
            update.setArray(1, connection.createArrayOf("text", fireIds.toArray()));
            update.executeUpdate();
        }
    }
}
