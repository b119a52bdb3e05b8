package touchline.api.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.margin.MissingTickRepository;
import touchline.scheduler.metric.Readings;

/** What the ticks lack by which positions are judged. Every node reports the same. */
final class TickMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(TickMetrics.class);

    private final MissingTickRepository missing;

    TickMetrics(Jdbi jdbi) {
        this.missing = new MissingTickRepository(jdbi);
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        try {
            read.gauge(
                    "touchline_ticks_missing",
                    "Ticks that were found in neither store within the last day",
                    missing.ofTheLastDay().values().stream()
                            .mapToDouble(Long::doubleValue)
                            .sum());
        } catch (RuntimeException unreachable) {
            LOG.debug("the database could not be asked", unreachable);
        }
        return read.snapshots();
    }
}
