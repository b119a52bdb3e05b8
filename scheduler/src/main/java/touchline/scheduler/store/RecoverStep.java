package touchline.scheduler.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes runs that can't be recovered before Quartz recovers a dead node's runs: otherwise Quartz would recover none of them. */
final class RecoverStep {
    private static final Logger LOG = LoggerFactory.getLogger(RecoverStep.class);

    private RecoverStep() {}

    /** A run with unreadable parameters is lost and not recovered. */
    static void forgoUnreadable(Connection connection, List<String> nodes) throws SQLException {
        List<String> unreadable = new ArrayList<>();
        for (ClusterRepository.Recoverable run : ClusterRepository.recoverable(connection, nodes)) {
            try {
                TriggerRow.data(run.data().bytes());
            } catch (IOException | IllegalArgumentException e) {
                LOG.error(
                        "a run can't be recovered, as its data can't be read: firing={} cause={}",
                        run.fireId(),
                        e.toString());
                unreadable.add(run.fireId());
            }
        }
        if (!unreadable.isEmpty()) {
            ClusterRepository.forgoRecovery(connection, unreadable);
        }
    }
}
