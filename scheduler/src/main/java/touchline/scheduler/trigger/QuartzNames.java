package touchline.scheduler.trigger;

import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import touchline.scheduler.job.JobName;

/** Names in Quartz' tables. */
public final class QuartzNames {
    /** The group of operators' triggers. They run paused jobs too. */
    public static final String OPERATORS = "operator";

    /** In place of a group or a name: all jobs. */
    public static final String EVERYTHING = "*";

    /** The group of triggers that recover runs of a dead node. */
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
