package touchline.scheduler.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.sql.QuartzSql;

/** Removes runs that can't be recovered before Quartz recovers a dead node's runs: otherwise Quartz would recover none of them. */
final class RecoverStep {
    private static final Logger LOG = LoggerFactory.getLogger(RecoverStep.class);

    private static final String DATA = QuartzSql.of("""
            SELECT f.entry_id, t.job_data
            FROM qrtz_fired_triggers f JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)
            WHERE f.sched_name = {scheduler} AND f.instance_name = ANY (?) AND f.requests_recovery AND t.job_data IS NOT NULL
            """);

    private static final String FORGO = QuartzSql.of(
            "UPDATE qrtz_fired_triggers SET requests_recovery = false WHERE sched_name = {scheduler} AND entry_id = ANY (?)");

    private RecoverStep() {}

    /** A run with unreadable parameters is lost and not recovered. */
    static void forgoUnreadable(Connection connection, List<String> nodes) throws SQLException {
        List<String> unreadable = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DATA)) {
            select.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    try {
                        TriggerRow.data(row.getBytes(2));
                    } catch (IOException | IllegalArgumentException e) {
                        LOG.error(
                                "run {} can't be recovered, its data can't be read: {}",
                                row.getString(1),
                                e.toString());
                        unreadable.add(row.getString(1));
                    }
                }
            }
        }
        if (!unreadable.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(FORGO)) {
                update.setArray(1, connection.createArrayOf("text", unreadable.toArray()));
                update.executeUpdate();
            }
        }
    }
}
