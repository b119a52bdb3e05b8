package touchline.scheduler.misfire;

import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;

/**
 * Missed times of a job that are handled together.
 *
 * @param actor who chose the handling at the end of a pause; null for the policy of the job
 * @param fireId of the run that makes up for them; null if none does, or if it has not begun
 */
public record MissedSpan(
        JobName job,
        Missed missed,
        Handling handling,
        @Nullable String actor,
        @Nullable String fireId) {}
