package touchline.scheduler.trigger;

import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import touchline.scheduler.job.JobName;

/** What our names are to Quartz. */
public final class QuartzNames {
    /** The scheduler's, in every row of every table of Quartz'. */
    public static final String SCHEDULER = "touchline";

    /** The group of triggers by which operators ask for a run. A job that is held back runs for them all the same. */
    public static final String OPERATORS = "operator";

    /** In the place of a group or a name: all of them. */
    public static final String EVERYTHING = "*";

    /** The group in which Quartz puts the triggers of runs that are taken up from a dead node. */
    public static final String RECOVERING = Scheduler.DEFAULT_RECOVERY_GROUP;

    private QuartzNames() {}

    public static JobKey key(JobName job) {
        return JobKey.jobKey(job.name(), job.group());
    }

    public static JobName name(JobKey key) {
        return new JobName(key.getGroup(), key.getName());
    }

    /** The trigger of a job's schedule. */
    public static TriggerKey schedule(JobName job) {
        return TriggerKey.triggerKey(job.name(), job.group());
    }

    /** The trigger of a request. */
    static TriggerKey request(JobName job, String subject) {
        return TriggerKey.triggerKey(subject, job.toString());
    }

    static TriggerKey operators(long execution) {
        return TriggerKey.triggerKey(Long.toString(execution), OPERATORS);
    }
}
