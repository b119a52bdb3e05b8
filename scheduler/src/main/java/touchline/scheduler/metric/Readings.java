package touchline.scheduler.metric;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the samples of one scrape. Not thread-safe. */
public final class Readings {
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();

    /**
     * Adds a gauge.
     *
     * @param labels names and values in turn
     */
    public void gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(
                        name, fresh -> GaugeSnapshot.builder().name(fresh).help(help))
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /**
     * Adds a counter.
     *
     * @param name without {@code _total}
     * @param labels names and values in turn
     */
    public void counter(String name, String help, double value, String... labels) {
        counters.computeIfAbsent(
                        name, fresh -> CounterSnapshot.builder().name(fresh).help(help))
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    public MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
        return all.build();
    }
}
