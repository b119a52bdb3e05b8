package touchline.api.metric;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.feed.FeedFaults;
import touchline.scheduler.metric.Readings;

/** Match data that could not be used. Every node reports the same, as it is stored in Redis. */
final class FeedMetrics implements MultiCollector {
    private static final Logger LOG = LoggerFactory.getLogger(FeedMetrics.class);

    private final FeedFaults faults;

    FeedMetrics(FeedFaults faults) {
        this.faults = faults;
    }

    @Override
    public MetricSnapshots collect() {
        Readings read = new Readings();
        try {
            read.gauge(
                    "touchline_feed_incomplete",
                    "Fixtures, rows and squads that the feed does not give, or gives in a shape that can't be read",
                    faults.now().size());
            faults.counts()
                    .forEach((kind, count) -> read.counter(
                            "touchline_feed_faults",
                            "Rows and fields of the feed that could not be read, and squads that could not be had",
                            (double) count,
                            "kind",
                            kind));
        } catch (RuntimeException unreachable) {
            LOG.debug("Redis could not be asked", unreachable);
        }
        return read.snapshots();
    }
}
