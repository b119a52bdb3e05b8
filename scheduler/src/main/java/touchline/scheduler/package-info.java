/**
 * Runs jobs on a cluster of nodes, and lets operators see and control them from any node. A job is declared once ({@link touchline.scheduler.job}).
 * {@link touchline.scheduler.JobPlatform} runs them on a node: with a scheduler ({@link touchline.scheduler.cluster}), a history of all runs ({@link
 * touchline.scheduler.history}), operators' commands ({@link touchline.scheduler.operation}), a heartbeat ({@link touchline.scheduler.node}), repairs
 * ({@link touchline.scheduler.repair}), alerts ({@link touchline.scheduler.alert}) and metrics ({@link touchline.scheduler.metric}). No class here
 * knows the jobs.
 */
@NullMarked
package touchline.scheduler;

import org.jspecify.annotations.NullMarked;
