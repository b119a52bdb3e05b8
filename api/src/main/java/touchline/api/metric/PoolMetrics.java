package touchline.api.metric;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.TreeMap;
import touchline.scheduler.metric.Readings;

/** Metrics of the database connection pools. Thread-safe. */
final class PoolMetrics implements MultiCollector {
    private static final String PREFIX = "io.dropwizard.db.ManagedPooledDataSource.";

    private final MetricRegistry registry;

    PoolMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        new TreeMap<>(registry.getMetrics()).forEach((name, metric) -> {
            if (name.startsWith(PREFIX) && metric instanceof Gauge<?> gauge) {
                read(name.substring(PREFIX.length()), gauge, read);
            }
        });
        return read.snapshots();
    }

    /** Given {@code jobs.active}, and the like. */
    private static void read(String name, Gauge<?> gauge, Readings read) {
        int dot = name.lastIndexOf('.');
        if (dot < 0 || !(gauge.getValue() instanceof Number value)) {
            return;
        }
        String pool = name.substring(0, dot);
        switch (name.substring(dot + 1)) {
            case "active" ->
                read.gauge(
                        "touchline_database_connections_active",
                        "Connections of a pool that somebody uses",
                        value.doubleValue(),
                        "pool",
                        pool);
            case "idle" ->
                read.gauge(
                        "touchline_database_connections_idle",
                        "Connections of a pool that nobody uses",
                        value.doubleValue(),
                        "pool",
                        pool);
            case "waiting" ->
                read.gauge(
                        "touchline_database_connections_waiting",
                        "Threads that wait for a connection of a pool",
                        value.doubleValue(),
                        "pool",
                        pool);
            default -> {
                // what else Dropwizard counts isn't shown
            }
        }
    }
}
