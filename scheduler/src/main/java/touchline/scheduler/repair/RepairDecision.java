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

    /** Decides for the watchdog, or for an operator if {@code ordered}. */
    static RepairDecision of(StuckTrigger suspect, JobCatalogue catalogue, StoredTriggers triggers, boolean ordered) {
        return switch (suspect.kind()) {
            case ACQUIRED_BY_NOBODY, BLOCKED_BY_NOTHING -> release(suspect);
            case PAUSED_IN_RECOVERY ->
                new RepairDecision(Remedy.FIRE, "set to fire: it was caught in a pause of what is being recovered");
            case PAUSED_FROM_OUTSIDE ->
                ordered
                        ? new RepairDecision(Remedy.FIRE, "set to fire")
                        : new RepairDecision(
                                Remedy.NOTHING,
                                "nothing: somebody has paused it in the store, by other means than ours; it can be set to fire on an operator's order");
            case NOBODYS ->
                new RepairDecision(Remedy.NOTHING, "nothing: it waits for a node that runs " + suspect.job());
            case ERROR -> ofError(suspect, catalogue, triggers);
        };
    }

    private static RepairDecision release(StuckTrigger suspect) {
        return suspect.state().equals("PAUSED_BLOCKED")
                ? new RepairDecision(Remedy.KEEP_PAUSED, "set to paused, as no run blocks it")
                : new RepairDecision(Remedy.FIRE, "set to fire");
    }

    private static RepairDecision ofError(StuckTrigger suspect, JobCatalogue catalogue, StoredTriggers triggers) {
        Optional<JobDefinition> job = definition(suspect, catalogue);
        if (job.isEmpty()) {
            return new RepairDecision(
                    Remedy.NOTHING, "nothing: it is left to a node that runs " + suspect.job() + "; this one does not");
        }
        Optional<String> complaint = triggers.complaint(suspect.group(), suspect.name());
        if (complaint.isEmpty()) {
            return new RepairDecision(Remedy.FIRE, "set to fire, and its job is rewritten");
        }
        return StoredTriggers.isSchedule(job.get().name(), suspect.group(), suspect.name())
                ? new RepairDecision(
                        Remedy.RECREATE, "recreated from the catalogue: it can't be read, " + complaint.get())
                : new RepairDecision(Remedy.NOTHING, "nothing: it can't be read, " + complaint.get());
    }

    /** Returns the trigger's job if this node runs it. The stored name can be invalid. */
    static Optional<JobDefinition> definition(StuckTrigger suspect, JobCatalogue catalogue) {
        try {
            return catalogue
                    .find(new JobName(suspect.jobGroup(), suspect.jobName()))
                    .filter(job -> job.condition().holds());
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }
}
