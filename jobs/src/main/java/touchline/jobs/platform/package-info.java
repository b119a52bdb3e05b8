/**
 * Jobs on a cluster of nodes. A job is declared once, in a {@link touchline.jobs.platform.JobCatalogue}: its name, what it does, when it runs. Start-up
 * makes Quartz' store agree with the catalogue; Quartz fires a dispatcher, which finds the job by name, runs it and writes what came of it into
 * {@code job_executions}. Nothing here knows what the jobs are about.
 */
@NullMarked
package touchline.jobs.platform;

import org.jspecify.annotations.NullMarked;
