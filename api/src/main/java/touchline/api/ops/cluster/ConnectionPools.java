package touchline.api.ops.cluster;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.List;
import touchline.api.contract.SchemaName;
import touchline.api.wiring.NodeContext;

/** The connection pools of this node. */
final class ConnectionPools {
    /** Prefix of the gauges of a pool. */
    private static final String MEASURED = "io.dropwizard.db.ManagedPooledDataSource";

    private final MetricRegistry metrics;
    private final List<String> names;

    ConnectionPools(MetricRegistry metrics, List<String> names) {
        this.metrics = metrics;
        this.names = List.copyOf(names);
    }

    /**
     * A pool.
     *
     * @param most connections that it may have
     * @param active those in use
     * @param waiting threads that wait for one
     */
    @SchemaName("ConnectionPool")
    record Pool(String name, int most, int active, int idle, int waiting) {}

    List<Pool> now() {
        return names.stream()
                .filter(name -> metrics.getGauges().containsKey(MetricRegistry.name(NodeContext.POOL, name, "most")))
                .map(name -> new Pool(
                        name,
                        value(MetricRegistry.name(NodeContext.POOL, name, "most")),
                        value(MetricRegistry.name(MEASURED, name, "active")),
                        value(MetricRegistry.name(MEASURED, name, "idle")),
                        value(MetricRegistry.name(MEASURED, name, "waiting"))))
                .toList();
    }

    private int value(String gauge) {
        Gauge<?> found = metrics.getGauges().get(gauge);
        return found != null && found.getValue() instanceof Number number ? number.intValue() : 0;
    }
}
