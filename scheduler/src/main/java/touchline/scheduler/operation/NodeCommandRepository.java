package touchline.scheduler.operation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;

/** Writes operators' requests to nodes and services. */
final class NodeCommandRepository {
    private NodeCommandRepository() {}

    /** Requests the restart of a service; returns on how many nodes. */
    static int requestRestart(Handle handle, String service, Attribution by) {
        return handle.createUpdate("""
                            UPDATE job_services AS s SET restart_requested_at = now(), restart_by = :actor
                            FROM job_nodes n
                            WHERE n.node = s.node AND s.service = :service AND n.stopped_at IS NULL AND n.died_at IS NULL
                            """)
                .bind("actor", by.actor().name())
                .bind("service", service)
                .execute();
    }

    /** Returns why a restart of a service would do harm, as a living node other than this one last reported. */
    static Optional<String> objection(Handle handle, String service, String thisNode) {
        return handle.createQuery("""
                        SELECT s.objection FROM job_services s JOIN job_nodes n USING (node)
                        WHERE s.service = :service AND s.node <> :node AND s.objection IS NOT NULL
                          AND n.stopped_at IS NULL AND n.died_at IS NULL
                        ORDER BY s.node LIMIT 1
                        """)
                .bind("service", service)
                .bind("node", thisNode)
                .mapTo(String.class)
                .findOne();
    }

    /** Requests or ends the drain of a living node; false if nothing changes. */
    static boolean requestDrain(Handle handle, String node, boolean drain) {
        return handle.createUpdate("""
                            UPDATE job_nodes SET drain_requested = :drain
                            WHERE node = :node AND stopped_at IS NULL AND died_at IS NULL AND drain_requested <> :drain
                            """).bind("drain", drain).bind("node", node).execute() > 0;
    }

    /** Returns the jobs that no living node but this one would run. */
    static List<JobName> onlyRunOn(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT j.job_group, j.job_name FROM job_node_jobs j
                        WHERE j.node = :node AND j.runs
                          AND NOT EXISTS (SELECT 1 FROM job_node_jobs o JOIN job_nodes n USING (node)
                                          WHERE o.job_group = j.job_group AND o.job_name = j.job_name AND o.runs AND o.node <> j.node
                                            AND n.stopped_at IS NULL AND n.died_at IS NULL AND NOT n.drain_requested
                                            AND n.seen_at > now() - interval '10 seconds')
                        ORDER BY j.job_group, j.job_name
                        """)
                .bind("node", node)
                .map((row, context) -> new JobName(row.getString(1), row.getString(2)))
                .list();
    }

    static boolean isAlive(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM job_nodes WHERE node = :node AND stopped_at IS NULL AND died_at IS NULL)
                        """).bind("node", node).mapTo(Boolean.class).one();
    }
}
