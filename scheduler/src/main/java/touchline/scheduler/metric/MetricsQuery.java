package touchline.scheduler.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;

/** Reads the values of metrics. */
final class MetricsQuery {
    private MetricsQuery() {}

    /** A node's own values. */
    record NodeValues(String state, long clockOffsetMillis) {}

    static Optional<NodeValues> node(Handle handle, String node) {
        return handle.createQuery("SELECT state, clock_offset_ms FROM job_nodes WHERE node = :node")
                .bind("node", node)
                .map((row, context) -> new NodeValues(row.getString("state"), row.getLong("clock_offset_ms")))
                .findOne();
    }

    /** A service of a node; its lag and rate are null if it has none. */
    record ServiceValues(
            String service,
            String state,
            @Nullable Long lagMillis,
            @Nullable Double perSecond) {}

    static List<ServiceValues> services(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT service, state, lag_ms, rate_per_s::float8 AS rate_per_s
                        FROM job_services WHERE node = :node ORDER BY service
                        """)
                .bind("node", node)
                .map((row, context) -> new ServiceValues(
                        row.getString("service"),
                        row.getString("state"),
                        row.getObject("lag_ms", Long.class),
                        row.getObject("rate_per_s", Double.class)))
                .list();
    }

    /**
     * Values that are equal on every node.
     *
     * @param nodes that run jobs; flushers in processes of their own don't
     * @param canarySeconds how long ago the canary last ended; null if it has not run
     * @param canaryLateness of that run, in seconds
     */
    record ClusterValues(
            long nodes, long deliveries, @Nullable Double canarySeconds, double canaryLateness) {}

    static ClusterValues cluster(Handle handle, JobName canary) {
        return handle.createQuery("""
                        SELECT (SELECT count(*) FROM job_nodes
                                WHERE stopped_at IS NULL AND died_at IS NULL AND seen_at > now() - interval '10 seconds'
                                  AND threads > 0) AS nodes,
                               (SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NULL AND given_up_at IS NULL) AS deliveries,
                               extract(epoch FROM now() - c.finished_at)::float8 AS age, c.lateness_ms / 1000.0 AS late
                        FROM (SELECT 1) AS always
                        LEFT JOIN LATERAL (SELECT e.finished_at, e.lateness_ms FROM job_executions e
                                           WHERE e.job_group = :group AND e.job_name = :name AND e.finished_at IS NOT NULL
                                           ORDER BY e.id DESC LIMIT 1) AS c ON true
                        """)
                .bind("group", canary.group())
                .bind("name", canary.name())
                .map((row, context) -> new ClusterValues(
                        row.getLong("nodes"),
                        row.getLong("deliveries"),
                        row.getObject("age", Double.class),
                        row.getDouble("late")))
                .one();
    }

    /** Counts open alerts by severity. */
    static Map<String, Long> openAlerts(Handle handle) {
        Map<String, Long> open = new HashMap<>();
        handle.createQuery(
                        "SELECT severity, count(*) AS alerts FROM job_alerts WHERE closed_at IS NULL GROUP BY severity")
                .map((row, context) -> Map.entry(row.getString("severity"), row.getLong("alerts")))
                .forEach(alerts -> open.put(alerts.getKey(), alerts.getValue()));
        return open;
    }
}
