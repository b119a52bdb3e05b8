/**
 * What a node measures of the jobs, for Prometheus: {@link touchline.jobs.platform.metric.JobMetrics} counts what it sees itself,
 * {@link touchline.jobs.platform.metric.PlatformMetrics} looks the rest up as it is asked. Names and meanings stand in docs/metrics.md; jobs are labels only
 * by their names in the catalogue, so there are never more series than it has lines.
 */
@NullMarked
package touchline.jobs.platform.metric;

import org.jspecify.annotations.NullMarked;
