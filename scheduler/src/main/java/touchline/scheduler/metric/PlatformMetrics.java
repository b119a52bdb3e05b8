package touchline.scheduler.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
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
        MetricsQuery.node(handle, node).ifPresent(values -> {
            for (NodeRepository.State state : NodeRepository.State.values()) {
                read.gauge(
                        "touchline_node_state",
                        "1 for the state of this node",
                        state.name().equals(values.state()) ? 1 : 0,
                        "state",
                        state.name());
            }
            read.gauge(
                    "touchline_node_clock_offset_seconds",
                    "This node's clock less the database's",
                    values.clockOffsetMillis() / 1e3);
        });
    }

    private void services(Handle handle, Readings read) {
        for (MetricsQuery.ServiceValues values : MetricsQuery.services(handle, node)) {
            String service = values.service();
            read.gauge(
                    "touchline_service_state",
                    "1 for the state of a service of this node",
                    1,
                    "service",
                    service,
                    "state",
                    values.state());
            Long lag = values.lagMillis();
            if (lag != null) {
                read.gauge("touchline_service_lag_seconds", "How far it is behind", lag / 1e3, "service", service);
            }
            Double rate = values.perSecond();
            if (rate != null) {
                read.gauge("touchline_service_per_second", "What it gets done in a second", rate, "service", service);
            }
        }
    }

    /** Equal on every node. */
    private void cluster(Handle handle, Readings read) {
        MetricsQuery.ClusterValues values = MetricsQuery.cluster(handle, canary);
        read.gauge("touchline_cluster_nodes", "Live nodes of the cluster that run jobs", (double) values.nodes());
        read.gauge(
                "touchline_alert_deliveries_waiting",
                "Messages about alerts that a channel has not accepted yet",
                (double) values.deliveries());
        Double age = values.canarySeconds();
        if (age != null) {
            read.gauge("touchline_canary_age_seconds", "How long ago the canary last ran on any node", age);
            read.gauge("touchline_canary_lateness_seconds", "How late it was then", values.canaryLateness());
        }
        Map<String, Long> open = MetricsQuery.openAlerts(handle);
        for (Severity severity : Severity.values()) {
            read.gauge(
                    "touchline_alerts_open",
                    "Alerts that are open in the cluster",
                    open.getOrDefault(severity.name(), 0L),
                    "severity",
                    severity.name());
        }
    }
}
