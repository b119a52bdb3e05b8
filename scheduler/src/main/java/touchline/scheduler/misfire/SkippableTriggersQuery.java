package touchline.scheduler.misfire;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.quartz.TriggerKey;
import touchline.scheduler.sql.QuartzSql;

/**
 * Reads the triggers whose missed times are skipped, within a transaction of Quartz'. Those of a paused job are not among them: at the end of its pause, an
 * operator decides about its missed times.
 */
public final class SkippableTriggersQuery {
    /** The condition on {@code qrtz_triggers t}; its placeholder is a time before which triggers have missed theirs, in ms since the epoch. */
    public static final String IS_SKIPPABLE = """
            t.misfire_instr <> -1 AND t.next_fire_time < ?
            AND NOT EXISTS (SELECT 1 FROM job_pauses p WHERE p.job_group = t.job_group AND p.job_name = t.job_name)
            """;

    private static final String FROM = QuartzSql.of(
            "FROM qrtz_triggers t WHERE t.sched_name = {scheduler} AND t.trigger_state = ? AND " + IS_SKIPPABLE);

    private static final String FIRST =
            "SELECT t.trigger_name, t.trigger_group " + FROM + "ORDER BY t.next_fire_time, t.priority DESC LIMIT ?";

    private static final String COUNT = "SELECT count(*) " + FROM;

    private SkippableTriggersQuery() {}

    /** Returns the first triggers in a state that were due before a time, in ms since the epoch. */
    public static List<TriggerKey> first(Connection connection, String state, long before, int most)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIRST)) {
            select.setString(1, state);
            select.setLong(2, before);
            select.setInt(3, most);
            List<TriggerKey> triggers = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    triggers.add(TriggerKey.triggerKey(row.getString(1), row.getString(2)));
                }
            }
            return triggers;
        }
    }

    /** Counts the triggers in a state that were due before a time, in ms since the epoch. */
    public static int count(Connection connection, String state, long before) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            select.setString(1, state);
            select.setLong(2, before);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
