/**
 * Prometheus metrics of the jobs. {@link touchline.scheduler.metric.JobMetrics} counts this node's runs, {@link
 * touchline.scheduler.metric.PlatformMetrics} reads the rest at each scrape. docs/metrics.md lists them. Labels are names of the catalogue, so the
 * number of series is bounded.
 */
@NullMarked
package touchline.scheduler.metric;

import org.jspecify.annotations.NullMarked;
