package touchline.jobs.platform;

import java.time.Instant;
import java.util.Map;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** Asking for runs of jobs that run on demand. */
final class JobRequests {
    /** What keys of a trigger's data begin with that are not the job's parameters. */
    static final String OURS = "touchline.";

    static final String SUBJECT = OURS + "subject";
    static final String ATTEMPT = OURS + "attempt";

    private final Scheduler scheduler;

    JobRequests(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    boolean request(JobName job, String subject, Instant at, Map<String, String> parameters) throws SchedulerException {
        if (scheduler.checkExists(key(job, subject))) {
            return false;
        }
        try {
            scheduler.scheduleJob(trigger(job, subject, at, parameters, 1));
            return true;
        } catch (ObjectAlreadyExistsException another) {
            return false; // another node was faster
        }
    }

    static TriggerKey key(JobName job, String subject) {
        return TriggerKey.triggerKey(subject, job.toString());
    }

    static Trigger trigger(JobName job, String subject, Instant at, Map<String, String> parameters, int attempt) {
        return Triggers.once(key(job, subject), job.key(), at, parameters)
                .usingJobData(SUBJECT, subject)
                .usingJobData(ATTEMPT, Integer.toString(attempt))
                .build();
    }
}
