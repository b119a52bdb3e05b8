package touchline.scheduler.operation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.calendar.CalendarRepository;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ScheduleCheck;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.ScheduleOverrideRepository;

/** Commands of operators to schedules. Thread-safe. */
public final class ScheduleOperations {
    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final NodeScheduler scheduler;

    ScheduleOperations(Jdbi jdbi, JobCatalogue catalogue, NodeScheduler scheduler) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
    }

    /**
     * Replaces the declared schedule until it is restored. The same override, for the same reason, changes nothing and is not audited again.
     *
     * @param force override the schedule although the job's guard objects; the caller has checked that the operator may
     */
    public CommandResult<Schedule> override(JobName job, Schedule schedule, boolean force, Attribution by) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        if (!(schedule instanceof Schedule.Cron) && !(schedule instanceof Schedule.Every)) {
            return new CommandResult.Invalid<>(Map.of("schedule", "must be a cron expression or an interval"));
        }
        Optional<String> complaint = ScheduleCheck.complaint(schedule, Instant.now());
        if (complaint.isPresent()) {
            return new CommandResult.Invalid<>(Map.of("schedule", complaint.get()));
        }
        if (definition.get().parameters().stream().anyMatch(Parameter::required)) {
            return new CommandResult.Refused<>(job + " can't do without parameters, and a schedule gives none");
        }
        Optional<String> frequency = tooFrequent(job, schedule);
        if (frequency.isPresent()) {
            return new CommandResult.Refused<>(frequency.get());
        }
        Optional<String> objection = definition.get().guard().objection();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get() + ". Only an admin may do it");
        }
        Schedule before = scheduler.schedules().of(definition.get());
        boolean isChanged = jdbi.inTransaction(handle -> {
            if (!ScheduleOverrideRepository.write(
                    handle, job, schedule, by.actor().name(), by.reason())) {
                return false;
            }
            AuditLog.write(
                    handle,
                    by.actor(),
                    by.to("override-schedule", job),
                    Map.of("schedule", before.toString()),
                    Map.of("schedule", schedule.toString()));
            return true;
        });
        if (isChanged) {
            reschedule(definition.get());
        }
        return new CommandResult.Done<>(schedule);
    }

    /** Restores the declared schedule. */
    public CommandResult<Schedule> restore(JobName job, Attribution by) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        Optional<EffectiveSchedules.Overridden> override = scheduler.schedules().override(job);
        if (override.isEmpty()) {
            return isDeclared(job);
        }
        Optional<String> frequency = tooFrequent(job, definition.get().schedule());
        if (frequency.isPresent()) {
            return new CommandResult.Refused<>(frequency.get());
        }
        boolean isChanged = jdbi.inTransaction(handle -> {
            if (!ScheduleOverrideRepository.delete(handle, job)) {
                return false; // another operator has restored it meanwhile
            }
            AuditLog.write(
                    handle,
                    by.actor(),
                    by.to("restore-schedule", job),
                    Map.of("schedule", override.get().schedule().toString()),
                    Map.of("schedule", definition.get().schedule().toString()));
            return true;
        });
        if (!isChanged) {
            return isDeclared(job);
        }
        reschedule(definition.get());
        return new CommandResult.Done<>(definition.get().schedule());
    }

    private static CommandResult<Schedule> isDeclared(JobName job) {
        return new CommandResult.Refused<>(job + " runs by its declared schedule");
    }

    /** Returns why a schedule can't have the calendar that a job goes by. */
    private Optional<String> tooFrequent(JobName job, Schedule schedule) {
        return jdbi.withHandle(handle -> CalendarRepository.of(handle, job)
                .flatMap(calendar -> CalendarOperations.tooFrequent(schedule, Instant.now()))
                .map(why -> job + " goes by a calendar, and " + why));
    }

    private void reschedule(JobDefinition definition) {
        try {
            scheduler.reconciler().reschedule(definition);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }
}
