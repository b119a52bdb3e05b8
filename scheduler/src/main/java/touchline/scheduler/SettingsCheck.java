package touchline.scheduler;

import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.text.HumanFormat;

/** Checks settings and tables before a node runs jobs. */
final class SettingsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);
    private static final int SPARE_THREADS = 2;
    private static final int SPARE_CONNECTIONS = 5;

    private static final List<String> TABLES = List.of(
            "qrtz_job_details",
            "qrtz_triggers",
            "qrtz_simple_triggers",
            "qrtz_cron_triggers",
            "qrtz_simprop_triggers",
            "qrtz_blob_triggers",
            "qrtz_calendars",
            "qrtz_paused_trigger_grps",
            "qrtz_fired_triggers",
            "qrtz_scheduler_state",
            "qrtz_locks",
            "job_executions",
            "job_nodes",
            "job_fences");

    private final Jdbi jdbi;
    private final NodeIdentity identity;
    private final JobCatalogue catalogue;

    SettingsCheck(Jdbi jdbi, NodeIdentity identity, JobCatalogue catalogue) {
        this.jdbi = jdbi;
        this.identity = identity;
        this.catalogue = catalogue;
    }

    /**
     * Requires the tables of Quartz and of the platform.
     *
     * @throws IllegalStateException if tables are missing; the message names them
     */
    void requireTables() {
        List<String> missing;
        try {
            missing = jdbi.withHandle(handle -> DatabaseLimitsQuery.missing(handle, TABLES));
        } catch (JdbiException e) {
            throw new IllegalStateException("the jobs' database can't be reached: " + e.getMessage(), e);
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the jobs' tables are not all there: " + String.join(", ", missing)
                    + " missing; migrate the database before a node is started on it");
        }
    }

    /**
     * Requires threads for all jobs at once and two to spare for requests, and a connection for each thread.
     *
     * @param connections that the pool holds at most
     * @throws IllegalStateException if there are too few, or if the server takes fewer; the message says what to change
     */
    void requireCapacity(int connections) {
        int jobs = catalogue.running().size();
        if (identity.threads() < jobs + SPARE_THREADS) {
            throw new IllegalStateException("this node runs " + HumanFormat.count(jobs, "job", "jobs") + " and has "
                    + HumanFormat.count(identity.threads(), "thread", "threads") + " for them; give it "
                    + (jobs + SPARE_THREADS) + " or more, so that no job waits for another");
        }
        if (connections < identity.threads() + SPARE_CONNECTIONS) {
            throw new IllegalStateException("the jobs' pool has "
                    + HumanFormat.count(connections, "connection", "connections") + " for "
                    + HumanFormat.count(identity.threads(), "thread", "threads") + "; give it "
                    + (identity.threads() + SPARE_CONNECTIONS)
                    + " or more, so that the node can check in while all of them are busy");
        }
        serverHasRoomFor(connections);
    }

    private void serverHasRoomFor(int connections) {
        DatabaseLimitsQuery.Connections server = jdbi.withHandle(DatabaseLimitsQuery::connections);
        if (server.most() < connections) {
            throw new IllegalStateException(
                    "the database server takes " + server.most() + " connections, and the jobs of this node alone want "
                            + connections + "; raise its max_connections");
        }
        if (server.most() - server.taken() < connections) {
            LOG.warn(
                    "too few connections are left for the jobs of this node; raise max_connections of the database: most={} taken={} wanted={}",
                    server.most(),
                    server.taken(),
                    connections);
        }
    }
}
