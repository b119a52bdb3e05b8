package touchline.scheduler.trend;

import java.time.Duration;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;

/**
 * A promise about a job: which part of its scheduled runs starts on time, over {@link #WINDOW}.
 *
 * @param within how late a start may be
 * @param targetBps the promised part in basis points, 1 to 9,999
 */
public record JobPromise(JobName job, Duration within, int targetBps) {
    /** The time over which a promise is judged. */
    public static final Duration WINDOW = Duration.ofDays(14);

    /** The target of a job that none is configured for. */
    public static final int TARGET_BPS = 9_900;

    public JobPromise {
        if (within.toMillis() < 100 || within.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("jobs: the promise of " + job + " must be within 100 ms to a day");
        }
        if (targetBps < 1 || targetBps > 9_999) {
            throw new IllegalArgumentException(
                    "jobs: the target of the promise of " + job + " must be above 0 and below 1, as in 0.99");
        }
    }

    /** 99 % within what the job declares. */
    public static JobPromise declaredBy(JobDefinition job) {
        return new JobPromise(job.name(), job.lateAfter(), TARGET_BPS);
    }
}
