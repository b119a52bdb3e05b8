package touchline.scheduler.operation;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.guard.RunCheck;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.node.Service;

/** What operators can do. Each call is audited, and reaches the whole cluster. Thread-safe. */
public final class JobOperations {
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final NodeScheduler scheduler;
    private final Pauses pauses;
    private final ScheduleOperations schedules;
    private final NodeOperations nodes;

    public JobOperations(
            Jdbi jdbi, JobCatalogue catalogue, NodeScheduler scheduler, Pauses pauses, List<Service> services) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
        this.pauses = pauses;
        this.schedules = new ScheduleOperations(jdbi, catalogue, scheduler);
        this.nodes = new NodeOperations(jdbi, catalogue, services);
    }

    public Pauses pauses() {
        return pauses;
    }

    /** Those for when jobs run. */
    public ScheduleOperations schedules() {
        return schedules;
    }

    /** Those for nodes and services. */
    public NodeOperations nodes() {
        return nodes;
    }

    /**
     * Holds a job back: its schedule, and what others ask of it, though not what operators do. A pause that already stands, until the same time and for the same
     * reason, stays as it is and is not audited again.
     *
     * @param until when it ends by itself; null where somebody has to end it
     * @param force though its guard objects
     */
    public CommandResult<Pauses.Pause> pause(JobName job, @Nullable Instant until, boolean force, Attribution order) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Optional<String> objection = definition.get().guard().objection();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        return begin(job, until, order);
    }

    /** Ends a job's pause. */
    public CommandResult<CatchUp> resume(JobName job, CatchUp catchUp, Attribution order) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        return end(pauses.of(job), catchUp, order, job + " is not paused");
    }

    /**
     * Holds everything back, including what operators ask for; otherwise as {@link #pause}.
     *
     * @param force though the guard of a job objects
     */
    public CommandResult<Pauses.Pause> pauseEverything(@Nullable Instant until, boolean force, Attribution order) {
        Optional<String> objection = catalogue.all().stream()
                .flatMap(job -> job.guard().objection().stream())
                .findFirst();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        return begin(null, until, order);
    }

    public CommandResult<CatchUp> resumeEverything(Attribution order) {
        return end(pauses.ofEverything(), CatchUp.ONE, order, "the scheduler is not paused");
    }

    /** A run asked for: its row, and what it has to wait for. */
    public record Triggered(long execution, Optional<String> waitsFor) {}

    /** Asks for a run now, where that does no harm. */
    public CommandResult<Triggered> trigger(JobName job, Map<String, String> parameters, Attribution order) {
        return trigger(job, parameters, false, order);
    }

    /**
     * Asks for a run now.
     *
     * @param force though the job's guard calls it harmful; the caller has checked that the operator may
     */
    public CommandResult<Triggered> trigger(
            JobName job, Map<String, String> parameters, boolean force, Attribution order) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Map<String, String> complaints = definition.get().complaints(parameters);
        if (!complaints.isEmpty()) {
            return new CommandResult.Invalid<>(complaints);
        }
        if (!isRunSomewhere(job)) {
            return new CommandResult.Refused<>("no node runs " + job
                    + (definition.get().condition().words().isEmpty()
                            ? ""
                            : ": it runs where " + definition.get().condition().words()));
        }
        RunCheck check = definition.get().guard().beforeRun(parameters);
        if (check instanceof RunCheck.Invalid invalid) {
            return new CommandResult.Invalid<>(invalid.complaints());
        }
        if (check instanceof RunCheck.Refused refused) {
            return new CommandResult.Refused<>(refused.why());
        }
        boolean forced = check instanceof RunCheck.Harmful;
        if (check instanceof RunCheck.Harmful harmful && !force) {
            return new CommandResult.Guarded<>(harmful.why() + ". Only an admin may do it");
        }
        long execution = jdbi.inTransaction(handle -> {
            if (forced) {
                definition.get().guard().force(handle, parameters, order.actor().name(), order.reason());
            }
            long id = queue(handle, job, parameters, order);
            Map<String, Object> after = new LinkedHashMap<>();
            after.put("execution", Long.toString(id));
            after.put("parameters", new TreeMap<>(parameters));
            if (forced) {
                after.put("forced", true);
            }
            AuditLog.write(handle, order.actor(), order.to("trigger", job), null, after);
            return id;
        });
        inStore(() -> scheduler.requests().operators(job, execution, parameters));
        return new CommandResult.Done<>(new Triggered(
                execution,
                pauses.ofEverything()
                        .map(pause -> "everything is paused by " + pause.actor() + ": " + pause.reason()
                                + "; this run waits until that ends")));
    }

    /** Interrupts a run on whichever node it is. */
    public CommandResult<Long> interrupt(long execution, Attribution order) {
        return jdbi.inTransaction(handle -> {
            Optional<JobName> job = handle.createQuery("SELECT job_group, job_name FROM job_executions WHERE id = :id")
                    .bind("id", execution)
                    .map((row, context) -> new JobName(row.getString(1), row.getString(2)))
                    .findOne();
            if (job.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            int requested = handle.createUpdate("""
                            UPDATE job_executions
                            SET interrupt_requested_at = now(), interrupt_by = :actor, interrupt_reason = :reason
                            WHERE id = :id AND outcome = 'RUNNING' AND interrupt_requested_at IS NULL
                            """)
                    .bind("id", execution)
                    .bind("actor", order.actor().name())
                    .bind("reason", order.reason())
                    .execute();
            if (requested == 0) {
                return new CommandResult.Refused<>(
                        "run " + execution + " is not running, or has been interrupted already");
            }
            AuditLog.write(
                    handle,
                    order.actor(),
                    order.to("interrupt", job.get()),
                    null,
                    Map.of("execution", Long.toString(execution)));
            return new CommandResult.Done<>(execution);
        });
    }

    /** Interrupts every run of a job; gives which. */
    public CommandResult<List<Long>> interrupt(JobName job, Attribution order) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        List<Long> running = jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM job_executions
                        WHERE job_group = :group AND job_name = :name AND outcome = 'RUNNING' AND interrupt_requested_at IS NULL
                        ORDER BY id
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Long.class)
                .list());
        List<Long> interrupted = running.stream()
                .filter(execution -> interrupt(execution, order) instanceof CommandResult.Done<Long>)
                .toList();
        return interrupted.isEmpty()
                ? new CommandResult.Refused<>(job + " is not running")
                : new CommandResult.Done<>(interrupted);
    }

    /** What is to run now; {@code waitsFor} tells what it has to wait for all the same. */
    public record MovedUp(JobName job, String subject, Optional<String> waitsFor) {}

    /**
     * Makes what was requested of a job run now, if it waits for its time or for another attempt. What nobody has requested is requested.
     *
     * @param subject what the request is about
     * @param parameters to request it with; null where only what waits already is meant
     */
    public CommandResult<MovedUp> runNow(
            JobName job, String subject, @Nullable Map<String, String> parameters, Attribution order) {
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Optional<String> runningOn = runningOn(job, subject);
        if (runningOn.isPresent()) {
            return new CommandResult.Refused<>(job + " for " + subject + " is running just now, on " + runningOn.get());
        }
        Optional<Pauses.Pause> pause = pauses.ofEverything().or(() -> pauses.of(job));
        boolean isBroughtForward = bringForward(job, subject, order);
        boolean isRequested = isRequested(job, subject);
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
                    handle, order.actor(), order.to("retry", job + " " + subject), null, Map.of("requested", "anew")));
        }
        return new CommandResult.Done<>(new MovedUp(
                job,
                subject,
                pause.map(held -> "it is paused by " + held.actor() + ": " + held.reason()
                        + "; this run waits until that ends"
                        + (held.until() == null ? "" : ", at " + held.until()))));
    }

    /** Whether a run for a subject waits, for its time or for the end of a pause. */
    private boolean isRequested(JobName job, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT EXISTS (SELECT 1 FROM qrtz_triggers
                           WHERE sched_name = 'touchline' AND trigger_group = :job AND trigger_name = :subject)
            """)
                .bind("job", job.toString())
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one());
    }

    private Optional<String> runningOn(JobName job, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT node FROM job_executions
                        WHERE job_group = :group AND job_name = :name AND trigger_name = :subject AND outcome = 'RUNNING' LIMIT 1
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("subject", subject)
                .mapTo(String.class)
                .findOne());
    }

    private boolean bringForward(JobName job, String subject, Attribution order) {
        return jdbi.inTransaction(handle -> {
            Optional<Instant> before = handle.createQuery("""
                            WITH waiting AS (
                                SELECT sched_name, trigger_name, trigger_group, next_fire_time FROM qrtz_triggers
                                WHERE sched_name = 'touchline' AND trigger_group = :job AND trigger_name = :subject
                                  AND trigger_state = 'WAITING' AND next_fire_time > extract(epoch FROM now()) * 1000
                                FOR UPDATE
                            )
                            UPDATE qrtz_triggers AS t SET next_fire_time = (extract(epoch FROM now()) * 1000)::bigint
                            FROM waiting w
                            WHERE t.sched_name = w.sched_name AND t.trigger_name = w.trigger_name AND t.trigger_group = w.trigger_group
                            RETURNING w.next_fire_time
                            """)
                    .bind("job", job.toString())
                    .bind("subject", subject)
                    .mapTo(Long.class)
                    .findOne()
                    .map(Instant::ofEpochMilli);
            before.ifPresent(time -> AuditLog.write(
                    handle,
                    order.actor(),
                    order.to("retry", job + " " + subject),
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

    private CommandResult<Pauses.Pause> begin(@Nullable JobName job, @Nullable Instant until, Attribution order) {
        if (until != null && !until.isAfter(Instant.now())) {
            return new CommandResult.Invalid<>(Map.of("until", "must lie ahead"));
        }
        return new CommandResult.Done<>(jdbi.inTransaction(handle -> {
            Optional<Pauses.Pause> before = Pauses.of(handle, job);
            boolean isChanged = pauses.begin(handle, job, order.actor(), order.reason(), until);
            Pauses.Pause pause = Pauses.of(handle, job).orElseThrow();
            if (isChanged) {
                AuditLog.write(
                        handle,
                        order.actor(),
                        order.to("pause", job == null ? "scheduler" : job),
                        before.map(Pauses.Pause::asMap).orElse(null),
                        pause.asMap());
            }
            return pause;
        }));
    }

    private CommandResult<CatchUp> end(
            Optional<Pauses.Pause> pause, CatchUp catchUp, Attribution order, String otherwise) {
        if (pause.isEmpty()) {
            return new CommandResult.Refused<>(otherwise);
        }
        pauses.end(
                pause.get(),
                order.actor(),
                order.reason(),
                catchUp,
                job -> inStore(() -> {
                    for (Instant missed : scheduler.missedTimes().of(job, Instant.now())) {
                        scheduler.requests().catchUp(job, missed);
                    }
                    return true;
                }));
        return new CommandResult.Done<>(catchUp);
    }

    private boolean isRunSomewhere(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_job_details
                                       WHERE sched_name = 'touchline' AND job_group = :group AND job_name = :name)
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Boolean.class)
                .one());
    }

    private static long queue(Handle handle, JobName job, Map<String, String> parameters, Attribution order) {
        return handle.createQuery("""
                        INSERT INTO job_executions
                            (job_group, job_name, trigger_name, cause, triggered_by, parameters, scheduled_at, outcome)
                        VALUES (:group, :name, 'operator', 'OPERATOR', :actor,
                                coalesce((SELECT jsonb_object_agg(key, value)
                                          FROM unnest(:keys::text[], :values::text[]) AS p(key, value)), '{}'), now(), 'QUEUED')
                        RETURNING id
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("actor", order.actor().name())
                .bindArray("keys", String.class, List.copyOf(new TreeMap<>(parameters).keySet()))
                .bindArray("values", String.class, List.copyOf(new TreeMap<>(parameters).values()))
                .mapTo(Long.class)
                .one();
    }

    /** Something that the store does. */
    @FunctionalInterface
    private interface StoreStep {
        boolean run() throws SchedulerException;
    }

    private static void inStore(StoreStep step) {
        try {
            step.run();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }
}
