/**
 * The types for writing a job. A job is declared once, in a {@link touchline.scheduler.job.JobCatalogue}, with its schedule and limits. It receives a
 * {@link touchline.scheduler.job.JobRun} and returns a {@link touchline.scheduler.job.JobReport}. This package knows neither Quartz nor the jobs.
 */
@NullMarked
package touchline.scheduler.job;

import org.jspecify.annotations.NullMarked;
