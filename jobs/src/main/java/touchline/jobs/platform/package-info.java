/**
 * Jobs on a cluster of nodes, and operators who see all of it and can act on it from any node. A job is declared once
 * ({@link touchline.jobs.platform.job}); {@link touchline.jobs.platform.JobPlatform} is a node's part in running them: its scheduler
 * ({@link touchline.jobs.platform.quartz}), the history of every run ({@link touchline.jobs.platform.history}), what operators can do
 * ({@link touchline.jobs.platform.lever}), what a node tells the others ({@link touchline.jobs.platform.node}), and what mends itself
 * ({@link touchline.jobs.platform.repair}), what operators are told of ({@link touchline.jobs.platform.alert}), and what is measured
 * ({@link touchline.jobs.platform.metric}). Nothing here knows what the jobs are about.
 */
@NullMarked
package touchline.jobs.platform;

import org.jspecify.annotations.NullMarked;
