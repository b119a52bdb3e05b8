/**
 * What a node measures of the jobs, for Prometheus: {@link touchline.scheduler.metric.JobMetrics} counts what it sees itself,
 * {@link touchline.scheduler.metric.PlatformMetrics} looks the rest up as it is asked. Names and meanings stand in docs/metrics.md; jobs are labels only
 * by their names in the catalogue, so there are never more series than it has lines.
 */
@NullMarked
package touchline.scheduler.metric;

import org.jspecify.annotations.NullMarked;
