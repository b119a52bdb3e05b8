package touchline.jobs.platform;

import java.time.Instant;
import java.util.Map;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;

/** Asking for runs of jobs that run on demand. */
final class JobRequests {
    private final Scheduler scheduler;

    JobRequests(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    boolean request(JobName job, String subject, Instant at, Map<String, String> parameters) throws SchedulerException {
        TriggerKey key = TriggerKey.triggerKey(subject, job.toString());
        if (scheduler.checkExists(key)) {
            return false;
        }
        try {
            scheduler.scheduleJob(Triggers.once(key, job.key(), at, parameters).build());
            return true;
        } catch (ObjectAlreadyExistsException another) {
            return false; // another node was faster
        }
    }
}
