/**
 * What a job is, to whoever writes one: it is declared once, in a {@link touchline.jobs.platform.job.JobCatalogue}, with when it runs and within what
 * bounds; it is asked to do its work by a {@link touchline.jobs.platform.job.JobRun} and answers with a
 * {@link touchline.jobs.platform.job.JobReport}. Nothing here knows how runs come about, or what the jobs are about.
 */
@NullMarked
package touchline.jobs.platform.job;

import org.jspecify.annotations.NullMarked;
