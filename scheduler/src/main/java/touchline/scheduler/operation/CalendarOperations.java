package touchline.scheduler.operation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.calendar.CalendarCheck;
import touchline.scheduler.calendar.CalendarRepository;
import touchline.scheduler.calendar.JobCalendar;
import touchline.scheduler.cluster.NodeScheduler;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.FireTimes;

/** Commands of operators to calendars: the rows decide, and the triggers of the jobs follow. Thread-safe. */
public final class CalendarOperations {
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int LOOKED_AT = 100;

    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final NodeScheduler scheduler;

    CalendarOperations(Jdbi jdbi, JobCatalogue catalogue, NodeScheduler scheduler) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.scheduler = scheduler;
    }

    /** A calendar, and the jobs that go by it. */
    public record UsedCalendar(JobCalendar calendar, List<JobName> jobs) {}

    public List<UsedCalendar> all() {
        return jdbi.withHandle(handle -> CalendarRepository.all(handle).stream()
                .map(calendar -> new UsedCalendar(calendar, users(handle, calendar.name())))
                .toList());
    }

    /** Returns the name of the calendar that a job goes by. */
    public Optional<String> of(JobName job) {
        return jdbi.withHandle(handle -> CalendarRepository.of(handle, job)).map(JobCalendar::name);
    }

    /**
     * Writes a calendar. The same calendar changes nothing and is not audited again.
     *
     * @param force although the guard of a job that goes by it objects; the caller has checked that the operator may
     */
    public CommandResult<UsedCalendar> write(JobCalendar calendar, boolean force, Attribution by) {
        Map<String, String> complaints =
                CalendarCheck.complaints(calendar, LocalDate.ofInstant(Instant.now(), calendar.zone()));
        if (!complaints.isEmpty()) {
            return new CommandResult.Invalid<>(complaints);
        }
        List<JobName> jobs = jdbi.withHandle(handle -> users(handle, calendar.name()));
        Optional<String> objection = jobs.stream()
                .flatMap(job -> catalogue.find(job).stream())
                .flatMap(job -> job.guard().objection().stream())
                .findFirst();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        jdbi.useTransaction(handle -> {
            Optional<JobCalendar> before = CalendarRepository.find(handle, calendar.name());
            if (before.filter(calendar::equals).isPresent()) {
                return;
            }
            CalendarRepository.write(handle, calendar, by.actor().name());
            AuditLog.write(
                    handle,
                    by.actor(),
                    by.to("write-calendar", subject(calendar.name())),
                    before.map(CalendarOperations::asMap).orElse(null),
                    asMap(calendar));
        });
        jobs.forEach(this::reschedule); // also where nothing has changed: the node may have died here before
        return new CommandResult.Done<>(new UsedCalendar(calendar, jobs));
    }

    /** Deletes a calendar that no job goes by. */
    public CommandResult<JobCalendar> delete(String name, Attribution by) {
        return jdbi.inTransaction(handle -> {
            Optional<JobCalendar> calendar = CalendarRepository.find(handle, name);
            if (calendar.isEmpty()) {
                return new CommandResult.NotFound<>();
            }
            List<JobName> jobs = users(handle, name);
            if (!jobs.isEmpty()) {
                return new CommandResult.Refused<>(jobs.get(0) + " goes by it");
            }
            CalendarRepository.endUses(handle, name); // of jobs that no node has any more
            CalendarRepository.delete(handle, name);
            AuditLog.write(handle, by.actor(), by.to("delete-calendar", subject(name)), asMap(calendar.get()), null);
            return new CommandResult.Done<>(calendar.get());
        });
    }

    /**
     * Lets a job go by a calendar.
     *
     * @param force although the guard of the job objects; the caller has checked that the operator may
     */
    public CommandResult<String> use(JobName job, String name, boolean force, Attribution by) {
        Optional<JobDefinition> definition = catalogue.find(job);
        if (definition.isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        if (jdbi.withHandle(handle -> CalendarRepository.find(handle, name)).isEmpty()) {
            return new CommandResult.Invalid<>(Map.of("calendar", "is not the name of a calendar"));
        }
        Optional<String> frequency = tooFrequent(scheduler.schedules().of(definition.get()), Instant.now());
        if (frequency.isPresent()) {
            return new CommandResult.Refused<>(job + " can't go by a calendar: " + frequency.get());
        }
        Optional<String> objection = definition.get().guard().objection();
        if (objection.isPresent() && !force) {
            return new CommandResult.Guarded<>(objection.get());
        }
        change(job, name, by);
        return new CommandResult.Done<>(name);
    }

    /** Lets a job run on all days again. */
    public CommandResult<String> endUse(JobName job, Attribution by) {
        Optional<String> before = of(job);
        if (catalogue.find(job).isEmpty()) {
            return new CommandResult.NotFound<>();
        }
        if (before.isEmpty()) {
            reschedule(job);
            return new CommandResult.Refused<>(job + " goes by no calendar");
        }
        change(job, null, by);
        return new CommandResult.Done<>(before.get());
    }

    private void change(JobName job, @Nullable String name, Attribution by) {
        jdbi.useTransaction(handle -> {
            String before = CalendarRepository.uses(handle).get(job);
            if (Objects.equals(before, name)) {
                return;
            }
            if (name == null) {
                CalendarRepository.endUse(handle, job);
            } else {
                CalendarRepository.use(handle, job, name, by.actor().name());
            }
            AuditLog.write(
                    handle,
                    by.actor(),
                    by.to(name == null ? "remove-calendar" : "set-calendar", job),
                    before == null ? null : Map.of("calendar", before),
                    name == null ? null : Map.of("calendar", name));
        });
        reschedule(job);
    }

    /** Returns why a schedule can't have a calendar: Quartz steps through all times of the excluded days. */
    static Optional<String> tooFrequent(Schedule schedule, Instant now) {
        if (schedule instanceof Schedule.SelfTimed) {
            return Optional.of("it decides at the end of each run when it runs next");
        }
        if (schedule instanceof Schedule.OnDemand) {
            return Optional.of("it has no schedule");
        }
        Instant before = null;
        for (Instant time : FireTimes.of(schedule, now).next(now, LOOKED_AT)) {
            if (before != null && time.isBefore(before.plus(SHORTEST))) {
                return Optional.of("it runs more often than once a minute");
            }
            before = time;
        }
        return Optional.empty();
    }

    /** The jobs that go by a calendar, without those that have left the catalogues of all nodes. */
    private List<JobName> users(Handle handle, String calendar) {
        return CalendarRepository.uses(handle).entrySet().stream()
                .filter(use -> use.getValue().equals(calendar))
                .map(Map.Entry::getKey)
                .filter(scheduler.reconciler()::isKnown)
                .sorted(Comparator.comparing(JobName::toString))
                .toList();
    }

    private void reschedule(JobName job) {
        JobDefinition definition = catalogue.find(job).orElse(null);
        if (definition == null) {
            return;
        }
        try {
            scheduler.reconciler().reschedule(definition);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }

    private static String subject(String calendar) {
        return "calendar/" + calendar;
    }

    private static Map<String, Object> asMap(JobCalendar calendar) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("description", calendar.description());
        map.put("zone", calendar.zone().getId());
        map.put("weekdays", calendar.weekdays().stream().map(Enum::name).toList());
        map.put(
                "yearly",
                calendar.yearly().stream().map(CalendarRepository::text).toList());
        map.put("days", calendar.days().stream().map(LocalDate::toString).toList());
        return map;
    }
}
