package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import touchline.scheduler.ledger.RunStart;
import touchline.scheduler.ledger.ShortRunRepository;
import touchline.scheduler.lock.TriggerLockRepository;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;

/** The statements that fire one-shots as they are acquired, each within a transaction that shares the lock on triggers. */
final class OneShotRepository {
    /**
     * Due requests of the given jobs that no other node is firing, without those of paused jobs. They are read from the index in order: a join or a sort
     * of everything that is due would make each batch as expensive as the backlog.
     */
    private static final String DUE = QuartzSql.of("""
            WITH runnable AS MATERIALIZED (
                SELECT j.job_group || '/' || j.job_name AS requests FROM unnest(?::text[], ?::text[]) AS j(job_group, job_name)
                WHERE NOT EXISTS (SELECT 1 FROM job_pauses p
                                  WHERE p.job_group = '*' OR p.job_group = j.job_group AND p.job_name = j.job_name)
            ), due AS MATERIALIZED (
                SELECT t.ctid AS tid, t.* FROM qrtz_triggers t
                WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND t.next_fire_time <= ?
                  AND t.trigger_type = 'SIMPLE' AND t.misfire_instr = -1 AND t.calendar_name IS NULL
                  AND t.trigger_group = t.job_group || '/' || t.job_name AND t.trigger_group = ANY (ARRAY(SELECT r.requests FROM runnable r))
                ORDER BY t.next_fire_time, t.priority DESC
                LIMIT ?
                FOR UPDATE OF t SKIP LOCKED
            )
            SELECT t.trigger_name, t.trigger_group, t.job_name, t.job_group, t.description, t.next_fire_time, t.prev_fire_time, t.priority,
                   t.trigger_type, t.start_time, t.end_time, t.calendar_name, t.misfire_instr, t.job_data,
                   s.repeat_count, s.repeat_interval, s.times_triggered, nextval('job_executions_id_seq') AS execution, t.tid::text
            FROM due t
            CROSS JOIN LATERAL (
                SELECT * FROM qrtz_simple_triggers s
                WHERE s.sched_name = t.sched_name AND s.trigger_name = t.trigger_name AND s.trigger_group = t.trigger_group
                LIMIT 1
            ) s
            WHERE s.repeat_count = 0
            ORDER BY t.next_fire_time, t.priority DESC
            """);

    /** The next trigger that this node would acquire, and whether it is a one-shot, by the conditions of {@link #DUE} without its details. */
    private static final String NEXT = QuartzSql.of("""
            SELECT t.next_fire_time,
                   t.trigger_type = 'SIMPLE' AND t.misfire_instr = -1 AND t.calendar_name IS NULL
                   AND t.trigger_group = t.job_group || '/' || t.job_name AND t.trigger_group = ANY (?) AS one_shot
            FROM qrtz_triggers t
            WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND t.next_fire_time <= ?
              AND (t.misfire_instr = -1 OR t.next_fire_time >= ?) AND t.job_group || '/' || t.job_name = ANY (?)
              AND (t.trigger_group = 'operator'
                   OR NOT EXISTS (SELECT 1 FROM job_pauses p
                                  WHERE p.job_group = '*' OR p.job_group = t.job_group AND p.job_name = t.job_name))
            ORDER BY t.next_fire_time, t.priority DESC
            LIMIT 1
            """);

    /** Locked triggers stay where they are. A join would read all triggers where statistics say that there are none. */
    private static final String FIRE = QuartzSql.of("""
            WITH shot AS (
                SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::text[], ?::text[], ?::boolean[],
                                     ?::bigint[], ?::bigint[], ?::text[])
                    AS f(entry_id, name, grp, scheduled, priority, job_name, job_group, recovered, fired, execution, run)
            ), fired AS (
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state,
                     job_name, job_group, is_nonconcurrent, requests_recovery, execution_id, run)
                SELECT {scheduler}, entry_id, name, grp, ?, fired, scheduled, priority, 'EXECUTING', job_name, job_group, false, recovered,
                       execution, run
                FROM shot
            )
            UPDATE qrtz_triggers AS t SET next_fire_time = -1, prev_fire_time = t.next_fire_time, trigger_state = 'COMPLETE'
            WHERE t.ctid = ANY (?::tid[])
            """);

    /** The runs have not begun, so their history goes too. */
    private static final String TAKE_BACK = QuartzSql.of("""
            WITH fired AS (
                DELETE FROM qrtz_fired_triggers WHERE sched_name = {scheduler} AND entry_id = ANY (?)
                RETURNING sched_name, trigger_name, trigger_group
            ), history AS (
                DELETE FROM job_executions WHERE fire_id = ANY (?) AND outcome = 'RUNNING'
            )
            UPDATE qrtz_triggers AS t SET trigger_state = 'WAITING', next_fire_time = t.prev_fire_time, prev_fire_time = -1
            FROM fired f
            WHERE t.sched_name = f.sched_name AND t.trigger_name = f.trigger_name AND t.trigger_group = f.trigger_group
              AND t.trigger_state = 'COMPLETE'
            """);

    private OneShotRepository() {}

    /**
     * The trigger whose time comes next.
     *
     * @param at its time, in ms since the epoch
     */
    record Next(long at, boolean isOneShot) {}

    /**
     * A due trigger.
     *
     * @param execution the id of its run
     * @param place of its row in the table
     */
    record Due(TriggerRow row, long execution, String place) {}

    /** A trigger that fires, and the start of its run. */
    record Shot(FiringRepository.Firing firing, RunStart start, Due due) {}

    /** Returns the next trigger, without any lock; null if none is due in the window. */
    static @Nullable Next next(
            Connection connection, AcquisitionRepository.Window window, List<JobKey> shared, String[] running)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TriggerLockRepository.BEFORE_LOOK_UP + NEXT)) {
            new BatchColumns<>(select, shared).bind(1, "text", key -> key.getGroup() + "/" + key.getName());
            select.setLong(2, window.noLaterThan());
            select.setLong(3, window.misfired());
            select.setArray(4, connection.createArrayOf("text", running));
            select.execute();
            select.getMoreResults();
            try (ResultSet row = select.getResultSet()) {
                return row.next() ? new Next(row.getLong(1), row.getBoolean(2)) : null;
            }
        }
    }

    /** Locks the first due one-shots that no other node is firing, and returns them in the order of their times. */
    static List<Due> lockDue(Connection connection, List<JobKey> jobs, long noLaterThan, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            BatchColumns<JobKey> columns = new BatchColumns<>(select, jobs);
            columns.bind(1, "text", JobKey::getGroup);
            columns.bind(2, "text", JobKey::getName);
            select.setLong(3, noLaterThan);
            select.setInt(4, most);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Due(TriggerRow.of(row), row.getLong("execution"), row.getString("tid")));
                }
            }
            return due;
        }
    }

    /** Marks locked one-shots as executing on a node. */
    static void fire(Connection connection, List<Shot> shots, String node) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(FIRE)) {
            BatchColumns<Shot> rows = new BatchColumns<>(update, shots);
            rows.bind(1, "text", shot -> shot.start().fireId());
            rows.bind(2, "text", shot -> shot.firing().trigger().getKey().getName());
            rows.bind(3, "text", shot -> shot.firing().trigger().getKey().getGroup());
            rows.bind(4, "bigint", shot -> shot.firing().scheduled());
            rows.bind(5, "int", shot -> shot.firing().trigger().getPriority());
            rows.bind(6, "text", shot -> shot.start().job().name());
            rows.bind(7, "text", shot -> shot.start().job().group());
            rows.bind(8, "boolean", shot -> shot.firing().recovered());
            rows.bind(9, "bigint", shot -> shot.start().firedAt().toEpochMilli());
            rows.bind(10, "bigint", shot -> shot.due().execution());
            rows.bind(11, "text", shot -> ShortRunRepository.kept(shot.start()));
            update.setString(12, node);
            rows.bind(13, "text", shot -> shot.due().place());
            if (update.executeUpdate() != shots.size()) {
                throw new SQLException("a locked trigger has disappeared");
            }
        }
    }

    /** Makes fired one-shots due again whose runs have not begun. */
    static void takeBack(Connection connection, List<String> fireIds) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE_BACK)) {
            update.setArray(1, connection.createArrayOf("text", fireIds.toArray()));
            update.setArray(2, connection.createArrayOf("text", fireIds.toArray()));
            update.executeUpdate();
        }
    }
}
