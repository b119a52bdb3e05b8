package touchline.scheduler.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.alert.rule.Severity;
import touchline.scheduler.job.JobName;
import touchline.scheduler.node.NodeRepository;

/**
 * Reads metrics of this node and the cluster from the database at each scrape. If the database is unavailable, only that is reported. Thread-safe.
 */
public final class PlatformMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformMetrics.class);

    private final Jdbi jdbi;
    private final String node;
    private final JobName canary;

    /**
     * Creates the metrics of a node.
     *
     * @param canary the job whose lateness measures the scheduler
     */
    public PlatformMetrics(Jdbi jdbi, String node, JobName canary) {
        this.jdbi = jdbi;
        this.node = node;
        this.canary = canary;
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        boolean up = true;
        try {
            jdbi.useHandle(handle -> {
                node(handle, read);
                services(handle, read);
                cluster(handle, read);
            });
        } catch (RuntimeException e) {
            LOG.debug("the database could not be asked", e);
            up = false;
        }
        read.gauge("touchline_database_up", "1 if this node reaches the database", up ? 1 : 0);
        return read.snapshots();
    }

    private void node(Handle handle, Readings read) {
        handle.createQuery("SELECT state, clock_offset_ms FROM job_nodes WHERE node = :node")
                .bind("node", node)
                .map((row, context) -> {
                    for (NodeRepository.State state : NodeRepository.State.values()) {
                        boolean is = state.name().equals(row.getString("state"));
                        read.gauge(
                                "touchline_node_state",
                                "1 for how this node stands",
                                is ? 1 : 0,
                                "state",
                                state.name());
                    }
                    read.gauge(
                            "touchline_node_clock_offset_seconds",
                            "This node's clock less the database's",
                            row.getLong("clock_offset_ms") / 1e3);
                    return node;
                })
                .list();
    }

    private void services(Handle handle, Readings read) {
        handle.createQuery(
                        "SELECT service, state, lag_ms, rate_per_s FROM job_services WHERE node = :node ORDER BY service")
                .bind("node", node)
                .map((row, context) -> service(row, read))
                .list();
    }

    private static String service(ResultSet row, Readings read) throws SQLException {
        String service = row.getString("service");
        read.gauge(
                "touchline_service_state",
                "1 for how a service of this node stands",
                1,
                "service",
                service,
                "state",
                row.getString("state"));
        long lag = row.getLong("lag_ms");
        if (!row.wasNull()) {
            read.gauge("touchline_service_lag_seconds", "How far it is behind", lag / 1e3, "service", service);
        }
        double rate = row.getDouble("rate_per_s");
        if (!row.wasNull()) {
            read.gauge("touchline_service_per_second", "What it gets done in a second", rate, "service", service);
        }
        return service;
    }

    /** Equal on every node. */
    private void cluster(Handle handle, Readings read) {
        handle.createQuery("""
                        SELECT (SELECT count(*) FROM job_nodes
                                WHERE stopped_at IS NULL AND died_at IS NULL AND seen_at > now() - interval '10 seconds') AS nodes,
                               (SELECT count(*) FROM job_alert_deliveries WHERE delivered_at IS NULL AND given_up_at IS NULL) AS deliveries,
                               extract(epoch FROM now() - c.finished_at) AS age, c.lateness_ms / 1000.0 AS late
                        FROM (SELECT 1) AS always
                        LEFT JOIN LATERAL (SELECT e.finished_at, e.lateness_ms FROM job_executions e
                                           WHERE e.job_group = :group AND e.job_name = :name AND e.finished_at IS NOT NULL
                                           ORDER BY e.id DESC LIMIT 1) AS c ON true
                        """)
                .bind("group", canary.group())
                .bind("name", canary.name())
                .map((row, context) -> cluster(row, read))
                .one();
        Map<String, Double> open = new HashMap<>();
        handle.createQuery(
                        "SELECT severity, count(*) AS alerts FROM job_alerts WHERE closed_at IS NULL GROUP BY severity")
                .map((row, context) -> Map.entry(row.getString("severity"), row.getDouble("alerts")))
                .forEach(alerts -> open.put(alerts.getKey(), alerts.getValue()));
        for (Severity severity : Severity.values()) {
            read.gauge(
                    "touchline_alerts_open",
                    "Alerts that are open in the cluster",
                    open.getOrDefault(severity.name(), 0.0),
                    "severity",
                    severity.name());
        }
    }

    private static int cluster(ResultSet row, Readings read) throws SQLException {
        read.gauge("touchline_cluster_nodes", "Nodes of the cluster that are alive", row.getDouble("nodes"));
        read.gauge(
                "touchline_alert_deliveries_waiting",
                "Deliveries to the webhook that are due",
                row.getDouble("deliveries"));
        double age = row.getDouble("age");
        if (!row.wasNull()) {
            read.gauge("touchline_canary_age_seconds", "How long ago the canary last ran on any node", age);
            read.gauge("touchline_canary_lateness_seconds", "How late it was then", row.getDouble("late"));
        }
        return 1;
    }
}
