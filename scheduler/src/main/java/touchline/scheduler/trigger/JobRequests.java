package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.Map;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import touchline.scheduler.job.JobName;

/** Requests runs of on-demand jobs. */
public final class JobRequests {
    private final Scheduler scheduler;

    public JobRequests(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Requests one run, at a time or as soon as possible after it. A second request under the same name does nothing until the first is done.
     *
     * @param subject the subject of the run; with the job it names the request
     * @return whether it is a new request
     */
    public boolean request(JobName job, String subject, Instant at, Map<String, String> parameters)
            throws SchedulerException {
        return put(trigger(job, at, TriggerData.request(subject, parameters)));
    }

    /** Requests the run of an operator's queued row. */
    public boolean operators(JobName job, long execution, Map<String, String> parameters) throws SchedulerException {
        TriggerData data = TriggerData.operators(execution, parameters);
        return put(TriggerFactory.once(QuartzNames.operators(execution), QuartzNames.key(job), Instant.now(), data));
    }

    /** Requests a run that makes up for a missed time. */
    public boolean catchUp(JobName job, Instant missed) throws SchedulerException {
        return put(trigger(job, missed, TriggerData.catchUp("missed-" + missed.toEpochMilli())));
    }

    public static Trigger trigger(JobName job, Instant at, TriggerData data) {
        String subject = data.subject();
        if (subject == null) {
            throw new IllegalArgumentException("a request has a subject");
        }
        return TriggerFactory.once(QuartzNames.request(job, subject), QuartzNames.key(job), at, data);
    }

    private boolean put(Trigger trigger) throws SchedulerException {
        if (scheduler.checkExists(trigger.getKey())) {
            return false;
        }
        try {
            scheduler.scheduleJob(trigger);
            return true;
        } catch (ObjectAlreadyExistsException alreadyRequested) {
            return false;
        }
    }
}
