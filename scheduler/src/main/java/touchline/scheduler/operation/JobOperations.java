package touchline.scheduler.operation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.node.Service;

/** Commands of operators to jobs. Each is audited and reaches the whole cluster. Thread-safe. */
public final class JobOperations {
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final NodeScheduler scheduler;
    private final Pauses pauses;
    private final RunRepository runs;
    private final PauseCommands pausing;
    private final RunCommands triggering;
    private final ScheduleOperations schedules;
    private final CalendarOperations calendars;
    private final NodeOperations nodes;

    /** Creates the operations of {@code node}, which has these services. */
    public JobOperations(
            Jdbi jdbi,
            JobCatalogue catalogue,
            NodeScheduler scheduler,
            Pauses pauses,
            List<Service> services,
            String node) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.pauses = pauses;
        this.runs = new RunRepository(jdbi);
        this.pausing = new PauseCommands(jdbi, scheduler, pauses);
        this.triggering = new RunCommands(jdbi, catalogue, scheduler, pauses);
        this.schedules = new ScheduleOperations(jdbi, catalogue, scheduler);
        this.calendars = new CalendarOperations(jdbi, catalogue, scheduler);
        this.nodes = new NodeOperations(jdbi, catalogue, services, node);
    }

    public Pauses pauses() {
        return pauses;
    }

    public ScheduleOperations schedules() {
        return schedules;
    }

    public CalendarOperations calendars() {
        return calendars;
    }

    public NodeOperations nodes() {
        return nodes;
    }

    /**
     * Pauses a job: its schedule and its requests, but not operators' runs. The same pause, with the same end and reason, changes nothing and is not
     * audited again.
     *
     * @param until when it ends by itself; null for never
     * @param force pause although its guard objects
     */
    public CommandResult<Pauses.Pause> pause(JobName job, @Nullable Instant until, boolean force, Attribution by) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Optional<String> objection = definition.get().guard().objection();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        return pausing.begin(job, until, by);
    }

    /** Ends a job's pause. */
    public CommandResult<CatchUp> resume(JobName job, CatchUp catchUp, Attribution by) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        return pausing.end(() -> pauses.of(job), catchUp, by, job + " is not paused");
    }

    /**
     * Pauses all jobs, including operators' runs; otherwise as {@link #pause}.
     *
     * @param force pause although the guard of a job objects
     */
    public CommandResult<Pauses.Pause> pauseEverything(@Nullable Instant until, boolean force, Attribution by) {
        Optional<String> objection = catalogue.all().stream()
                .flatMap(job -> job.guard().objection().stream())
                .findFirst();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        return pausing.begin(null, until, by);
    }

    public CommandResult<CatchUp> resumeEverything(Attribution by) {
        return pausing.end(pauses::ofEverything, CatchUp.ONE, by, "the scheduler is not paused");
    }

    /** A requested run: its id, and what it waits for. */
    public record Triggered(long execution, Optional<String> waitsFor) {}

    /** Requests a run now, unless the job's guard demands an approval. */
    public CommandResult<Triggered> trigger(JobName job, Map<String, String> parameters, Attribution by) {
        return triggering.trigger(job, parameters, RunCommands.Consent.NONE, by);
    }

    /** Requests a run without that approval, if the guard lets one operator do so. The caller has checked that the operator may. */
    public CommandResult<Triggered> triggerForced(JobName job, Map<String, String> parameters, Attribution by) {
        return triggering.trigger(job, parameters, RunCommands.Consent.FORCED, by);
    }

    /** Requests a run that was approved as the guard demands. */
    public CommandResult<Triggered> triggerApproved(JobName job, Map<String, String> parameters, Attribution by) {
        return triggering.trigger(job, parameters, RunCommands.Consent.APPROVED, by);
    }

    /** Interrupts a run on any node. */
    public CommandResult<Long> interrupt(long execution, Attribution by) {
        return jdbi.inTransaction(handle -> {
            Optional<JobName> job = RunRepository.jobOf(handle, execution);
            if (job.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            boolean isRequested = RunRepository.requestInterrupt(handle, execution, by);
            if (!isRequested) {
                return new CommandResult.Refused<>(
                        "run " + execution + " is not running, or has been interrupted already");
            }
            AuditLog.write(
                    handle,
                    by.actor(),
                    by.to("interrupt", job.get()),
                    null,
                    Map.of("execution", Long.toString(execution)));
            return new CommandResult.Done<>(execution);
        });
    }

    /** Interrupts every run of a job; returns their ids. */
    public CommandResult<List<Long>> interrupt(JobName job, Attribution by) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        List<Long> running = runs.interruptible(job);
        List<Long> interrupted = running.stream()
                .filter(execution -> interrupt(execution, by) instanceof CommandResult.Done<Long>)
                .toList();
        return interrupted.isEmpty()
                ? new CommandResult.Refused<>(job + " is not running")
                : new CommandResult.Done<>(interrupted);
    }

    /** A request that runs now, except for {@code waitsFor}. */
    public record MovedUp(JobName job, String subject, Optional<String> waitsFor) {}

    /**
     * Runs a request now that waits for its time or for a retry. If there is no request, makes one.
     *
     * @param parameters of a new request; null to make none
     */
    public CommandResult<MovedUp> runNow(
            JobName job, String subject, @Nullable Map<String, String> parameters, Attribution by) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Optional<String> runningOn = runs.nodeOf(job, subject);
        if (runningOn.isPresent()) {
            return new CommandResult.Refused<>(job + " for " + subject + " is running on " + runningOn.get());
        }
        Optional<Pauses.Pause> pause = pauses.ofEverything().or(() -> pauses.of(job));
        boolean isBroughtForward = bringForward(job, subject, by);
        boolean isRequested = runs.isRequested(job, subject);
        if (!isBroughtForward && !(isRequested && pause.isPresent())) {
            if (isRequested) {
                return new CommandResult.Refused<>(job + " for " + subject + " is due already; nothing puts it off");
            }
            if (parameters == null) {
                return new CommandResult.NotFound<>();
            }
            if (!request(job, subject, parameters)) {
                return new CommandResult.Refused<>(job + " for " + subject + " is due already; nothing puts it off");
            }
            jdbi.useTransaction(handle -> AuditLog.write(
                    handle, by.actor(), by.to("retry", job + " " + subject), null, Map.of("requested", "again")));
        }
        return new CommandResult.Done<>(new MovedUp(
                job,
                subject,
                pause.map(held -> "it is paused by " + held.actor() + ": " + held.reason()
                        + "; this run waits until that ends"
                        + (held.until() == null ? "" : ", at " + held.until()))));
    }

    private boolean bringForward(JobName job, String subject, Attribution by) {
        return jdbi.inTransaction(handle -> {
            Optional<Instant> before = RunRepository.bringForward(handle, job, subject);
            before.ifPresent(time -> AuditLog.write(
                    handle,
                    by.actor(),
                    by.to("retry", job + " " + subject),
                    Map.of("waitsUntil", time.toString()),
                    Map.of("waitsUntil", Instant.now().toString())));
            return before.isPresent();
        });
    }

    private boolean request(JobName job, String subject, Map<String, String> parameters) {
        try {
            return scheduler.requests().request(job, subject, Instant.now(), parameters);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }
}
