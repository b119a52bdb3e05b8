package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.TriggerKey;
import org.quartz.spi.OperableTrigger;
import touchline.scheduler.misfire.SkippableTriggersQuery;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.trigger.QuartzNames;

/** The statements that acquire triggers, each within a transaction of Quartz'. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
final class AcquisitionRepository {
    private static final String PAUSED = "SELECT job_group, job_name FROM job_pauses";

    private static final String ROWS = """
            SELECT t.trigger_name, t.trigger_group, t.job_name, t.job_group, t.description, t.next_fire_time, t.prev_fire_time, t.priority,
                   t.trigger_type, t.start_time, t.end_time, t.calendar_name, t.misfire_instr, t.job_data,
                   s.repeat_count, s.repeat_interval, s.times_triggered
            FROM due t
            LEFT JOIN LATERAL (
                SELECT * FROM qrtz_simple_triggers s
                WHERE s.sched_name = t.sched_name AND s.trigger_name = t.trigger_name AND s.trigger_group = t.trigger_group
                LIMIT 1
            ) s ON true
            ORDER BY t.next_fire_time, t.priority DESC
            """;

    /**
     * Due triggers of jobs that this node runs, without paused jobs except for operators' runs. They are read from the index in order: a join or a sort of
     * everything that is due would make each batch as expensive as the backlog.
     */
    private static final String DUE = QuartzSql.of("""
            WITH due AS MATERIALIZED (
                SELECT t.* FROM qrtz_triggers t
                WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND t.next_fire_time <= ?
                  AND (t.misfire_instr = -1 OR t.next_fire_time >= ?)
                  AND (t.job_group || '/' || t.job_name = ANY (?)
                       OR t.trigger_group = 'operator' AND t.job_group || '/' || t.job_name = ANY (?))
                ORDER BY t.next_fire_time, t.priority DESC
                LIMIT ?
            )
            """ + ROWS);

    /** The first triggers that Quartz' misfire handler would handle. */
    private static final String MISFIRED = QuartzSql.of("""
            WITH due AS MATERIALIZED (
                SELECT t.* FROM qrtz_triggers t
                WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND %s
                ORDER BY t.next_fire_time, t.priority DESC
                LIMIT ?
            )
            """.formatted(SkippableTriggersQuery.IS_SKIPPABLE) + ROWS);

    private static final String TAKE = QuartzSql.of("""
            UPDATE qrtz_triggers AS t SET trigger_state = 'ACQUIRED'
            FROM unnest(?::text[], ?::text[]) AS k(name, grp)
            WHERE t.sched_name = {scheduler} AND t.trigger_name = k.name AND t.trigger_group = k.grp
            """);

    private static final String ADD_FIRED = QuartzSql.of("""
            INSERT INTO qrtz_fired_triggers
                (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state,
                 is_nonconcurrent, requests_recovery)
            SELECT {scheduler}, f.entry_id, f.name, f.grp, ?, ?, f.sched_time, f.priority, 'ACQUIRED', false, false
            FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[]) AS f(entry_id, name, grp, sched_time, priority)
            """);

    private static final String TO_ERROR = QuartzSql.of("""
            UPDATE qrtz_triggers SET trigger_state = 'ERROR'
            WHERE sched_name = {scheduler} AND trigger_name = ? AND trigger_group = ?
            """);

    private static final String PUT_OFF = QuartzSql.of("""
            UPDATE qrtz_triggers SET next_fire_time = ?
            WHERE sched_name = {scheduler} AND trigger_name = ? AND trigger_group = ? AND trigger_state = 'WAITING'
            """);

    private AcquisitionRepository() {}

    /** Returns those of the jobs that are not paused; null if all jobs are paused. */
    static String @Nullable [] unpaused(Connection connection, String[] known) throws SQLException {
        Set<String> paused = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(PAUSED);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (rows.getString(1).equals(QuartzNames.EVERYTHING)) {
                    return null;
                }
                paused.add(rows.getString(1) + "/" + rows.getString(2));
            }
        }
        List<String> unpaused = new ArrayList<>();
        for (String job : known) {
            if (!paused.contains(job)) {
                unpaused.add(job);
            }
        }
        return unpaused.toArray(String[]::new);
    }

    /**
     * The triggers to read.
     *
     * @param noLaterThan ms since the epoch
     * @param misfired before this, triggers with a misfire policy of Quartz' are left out
     */
    record Window(long noLaterThan, long misfired, int most) {}

    /**
     * Returns due triggers in the order of their times.
     *
     * @param unpaused the jobs whose schedules fire
     * @param known the jobs whose operators' runs fire
     */
    static List<TriggerRow> due(Connection connection, Window window, String[] unpaused, String[] known)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setLong(1, window.noLaterThan());
            select.setLong(2, window.misfired());
            select.setArray(3, connection.createArrayOf("text", unpaused));
            select.setArray(4, connection.createArrayOf("text", known));
            select.setInt(5, window.most());
            return rows(select);
        }
    }

    /** Returns the first triggers that Quartz' misfire handler would handle; {@code misfired} is in ms since the epoch. */
    static List<TriggerRow> misfired(Connection connection, long misfired, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MISFIRED)) {
            select.setLong(1, misfired);
            select.setInt(2, most);
            return rows(select);
        }
    }

    /** Marks triggers as acquired by a node. */
    static void take(Connection connection, List<OperableTrigger> triggers, String node) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(update, triggers);
            rows.bind(1, "text", trigger -> trigger.getKey().getName());
            rows.bind(2, "text", trigger -> trigger.getKey().getGroup());
            update.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD_FIRED)) {
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(insert, triggers);
            insert.setString(1, node);
            insert.setLong(2, System.currentTimeMillis());
            rows.bind(3, "text", OperableTrigger::getFireInstanceId);
            rows.bind(4, "text", trigger -> trigger.getKey().getName());
            rows.bind(5, "text", trigger -> trigger.getKey().getGroup());
            rows.bind(6, "bigint", trigger -> trigger.getNextFireTime().getTime());
            rows.bind(7, "int", OperableTrigger::getPriority);
            insert.executeUpdate();
        }
    }

    /** Moves a waiting trigger's next time; {@code next} is in ms since the epoch. */
    static void putOff(Connection connection, TriggerKey trigger, long next) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PUT_OFF)) {
            update.setLong(1, next);
            update.setString(2, trigger.getName());
            update.setString(3, trigger.getGroup());
            update.executeUpdate();
        }
    }

    static void setToError(Connection connection, TriggerKey trigger) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TO_ERROR)) {
            update.setString(1, trigger.getName());
            update.setString(2, trigger.getGroup());
            update.executeUpdate();
        }
    }

    private static List<TriggerRow> rows(PreparedStatement select) throws SQLException {
        List<TriggerRow> triggers = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                triggers.add(TriggerRow.of(row));
            }
        }
        return triggers;
    }
}
