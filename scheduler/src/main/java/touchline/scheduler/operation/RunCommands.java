package touchline.scheduler.operation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.guard.Guard;
import touchline.scheduler.guard.RunCheck;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;

/** Requests runs for operators, as far as the guards of their jobs let them. */
final class RunCommands {
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final NodeScheduler scheduler;
    private final Pauses pauses;
    private final RunRepository runs;

    RunCommands(Jdbi jdbi, JobCatalogue catalogue, NodeScheduler scheduler, Pauses pauses) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.pauses = pauses;
        this.runs = new RunRepository(jdbi);
    }

    /** Who has agreed to a run for which a guard demands an approval. */
    enum Consent {
        NONE,
        /** One operator who may force it. */
        FORCED,
        /** Two. */
        APPROVED
    }

    CommandResult<JobOperations.Triggered> trigger(
            JobName job, Map<String, String> parameters, Consent consent, Attribution by) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Map<String, String> complaints = definition.get().complaints(parameters);
        if (!complaints.isEmpty()) {
            return new CommandResult.Invalid<>(complaints);
        }
        if (!runs.isRunnable(job)) {
            return new CommandResult.Refused<>("no node runs " + job
                    + (definition.get().condition().words().isEmpty()
                            ? ""
                            : ": it runs where " + definition.get().condition().words()));
        }
        Guard guard = definition.get().guard();
        RunCheck check = guard.beforeRun(parameters);
        if (check instanceof RunCheck.Invalid invalid) {
            return new CommandResult.Invalid<>(invalid.complaints());
        }
        if (check instanceof RunCheck.Refused refused) {
            return new CommandResult.Refused<>(refused.why());
        }
        if (check instanceof RunCheck.NeedsApproval guarded && consent == Consent.NONE) {
            return new CommandResult.Guarded<>(guarded.why() + ". " + guarded.how());
        }
        boolean forced = check instanceof RunCheck.NeedsApproval;
        String actor = by.actor().name();
        CommandResult<Long> queued = jdbi.inTransaction(book -> {
            Optional<String> objection = forced && consent == Consent.FORCED
                    ? guard.beforeForce(book, parameters, actor, by.reason())
                    : Optional.empty();
            if (objection.isPresent()) {
                return new CommandResult.NotForceable<>(objection.get());
            }
            if (forced) {
                guard.force(book, parameters, actor, by.reason());
            }
            return new CommandResult.Done<>(queue(book, job, parameters, forced, by));
        });
        if (queued instanceof CommandResult.NotForceable<Long> objection) {
            return new CommandResult.NotForceable<>(objection.why());
        }
        return new CommandResult.Done<>(requested(job, parameters, ((CommandResult.Done<Long>) queued).value()));
    }

    private static long queue(
            Handle book, JobName job, Map<String, String> parameters, boolean forced, Attribution by) {
        long id = RunRepository.queue(book, job, parameters, by);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("execution", Long.toString(id));
        after.put("parameters", new TreeMap<>(parameters));
        if (forced) {
            after.put("forced", true);
        }
        AuditLog.write(book, by.actor(), by.to("trigger", job), null, after);
        return id;
    }

    private JobOperations.Triggered requested(JobName job, Map<String, String> parameters, long execution) {
        try {
            scheduler.requests().operators(job, execution, parameters);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
        return new JobOperations.Triggered(
                execution,
                pauses.ofEverything()
                        .map(pause -> "everything is paused by " + pause.actor() + ": " + pause.reason()
                                + "; this run waits until that ends"));
    }
}
