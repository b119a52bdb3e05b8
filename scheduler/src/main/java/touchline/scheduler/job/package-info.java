/**
 * What a job is, to whoever writes one: it is declared once, in a {@link touchline.scheduler.job.JobCatalogue}, with when it runs and within what
 * bounds; it is asked to do its work by a {@link touchline.scheduler.job.JobRun} and answers with a
 * {@link touchline.scheduler.job.JobReport}. Nothing here knows how runs come about, or what the jobs are about.
 */
@NullMarked
package touchline.scheduler.job;

import org.jspecify.annotations.NullMarked;
