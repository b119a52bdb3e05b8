package touchline.scheduler.trigger;

import java.time.Instant;
import java.util.Map;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import touchline.scheduler.job.JobName;

/** Asking for runs of jobs that run on demand. */
public final class JobRequests {
    private final Scheduler scheduler;

    public JobRequests(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /**
     * Asks for one run, at a time or as soon as possible after it. Asked for again under the same name before it is done, nothing happens.
     *
     * @param subject what the run is about; with the job it names the request
     * @return whether it is a new request
     */
    public boolean request(JobName job, String subject, Instant at, Map<String, String> parameters)
            throws SchedulerException {
        return put(trigger(job, at, TriggerData.request(subject, parameters)));
    }

    /** Asks for the run whose row an operator's request has made. */
    public boolean operators(JobName job, long execution, Map<String, String> parameters) throws SchedulerException {
        TriggerData data = TriggerData.operators(execution, parameters);
        return put(TriggerFactory.once(QuartzNames.operators(execution), QuartzNames.key(job), Instant.now(), data));
    }

    /** Asks for a run that makes up for a time that has passed. */
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
        } catch (ObjectAlreadyExistsException another) {
            return false; // another node was faster
        }
    }
}
