/**
 * Jobs on a cluster of nodes, and operators who see all of it and can act on it from any node. A job is declared once
 * ({@link touchline.scheduler.job}); {@link touchline.scheduler.JobPlatform} is a node's part in running them: its scheduler
 * ({@link touchline.scheduler.quartz}), the history of every run ({@link touchline.scheduler.history}), what operators can do
 * ({@link touchline.scheduler.lever}), what a node tells the others ({@link touchline.scheduler.node}), and what mends itself
 * ({@link touchline.scheduler.repair}), what operators are told of ({@link touchline.scheduler.alert}), and what is measured
 * ({@link touchline.scheduler.metric}). Nothing here knows what the jobs are about.
 */
@NullMarked
package touchline.scheduler;

import org.jspecify.annotations.NullMarked;
