package touchline.scheduler.repair;

import java.util.Optional;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.trigger.StoredTriggers;

/**
 * What to do about a stuck trigger.
 *
 * @param words a description for operators
 */
record RepairDecision(Remedy remedy, String words) {

    /** A repair. */
    enum Remedy {
        /** Set it to fire. */
        FIRE,
        /** Set it to paused, as it was. */
        KEEP_PAUSED,
        /** Replace an unreadable trigger by the job's schedule. */
        RECREATE,
        NOTHING
    }

    /** Decides for the watchdog, or for an operator if {@code requested}. */
    static RepairDecision of(StuckTrigger trigger, JobCatalogue catalogue, StoredTriggers triggers, boolean requested) {
        return switch (trigger.kind()) {
            case ACQUIRED_BY_NOBODY, BLOCKED_BY_NOTHING -> release(trigger);
            case PAUSED_IN_RECOVERY ->
                new RepairDecision(Remedy.FIRE, "set to fire: it was caught in a pause of what is being recovered");
            case PAUSED_FROM_OUTSIDE ->
                requested
                        ? new RepairDecision(Remedy.FIRE, "set to fire")
                        : new RepairDecision(
                                Remedy.NOTHING,
                                "nothing: it was paused in Quartz' own table, not by a command of ours; an operator can set it to fire");
            case NOBODYS ->
                new RepairDecision(Remedy.NOTHING, "nothing: it waits for a node that runs " + trigger.job());
            case ERROR -> ofError(trigger, catalogue, triggers);
        };
    }

    private static RepairDecision release(StuckTrigger trigger) {
        return trigger.state().equals("PAUSED_BLOCKED")
                ? new RepairDecision(Remedy.KEEP_PAUSED, "set to paused, as no run blocks it")
                : new RepairDecision(Remedy.FIRE, "set to fire");
    }

    private static RepairDecision ofError(StuckTrigger trigger, JobCatalogue catalogue, StoredTriggers triggers) {
        Optional<JobDefinition> job = definition(trigger, catalogue);
        if (job.isEmpty()) {
            return new RepairDecision(
                    Remedy.NOTHING, "nothing: it is left to a node that runs " + trigger.job() + "; this one does not");
        }
        Optional<String> complaint = triggers.complaint(trigger.group(), trigger.name());
        if (complaint.isEmpty()) {
            return new RepairDecision(Remedy.FIRE, "set to fire, and its job is rewritten");
        }
        return StoredTriggers.isSchedule(job.get().name(), trigger.group(), trigger.name())
                ? new RepairDecision(
                        Remedy.RECREATE, "recreated from the catalogue: it can't be read, " + complaint.get())
                : new RepairDecision(Remedy.NOTHING, "nothing: it can't be read, " + complaint.get());
    }

    /** Returns the trigger's job if this node runs it. The stored name can be invalid. */
    static Optional<JobDefinition> definition(StuckTrigger trigger, JobCatalogue catalogue) {
        try {
            return catalogue
                    .find(new JobName(trigger.jobGroup(), trigger.jobName()))
                    .filter(job -> job.condition().holds());
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }
}
