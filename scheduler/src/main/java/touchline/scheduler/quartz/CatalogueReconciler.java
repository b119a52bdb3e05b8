package touchline.scheduler.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import touchline.scheduler.calendar.CalendarRepository;
import touchline.scheduler.calendar.JobCalendar;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.misfire.OwedRunRepository;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.trigger.EffectiveSchedules;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerFactory;

/**
 * Reconciles the store with the catalogue and with operators' overrides: adds missing jobs, changes different ones, removes jobs that no node runs.
 * Nodes can do so concurrently: each step is a transaction, and the order does not matter.
 */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class CatalogueReconciler {
    private static final int ATTEMPTS = 3;

    private final Scheduler scheduler;
    private final JobCatalogue catalogue;
    private final EffectiveSchedules schedules;
    private final Jdbi jdbi;
    private final OwedRuns owed;

    public CatalogueReconciler(Scheduler scheduler, JobCatalogue catalogue, EffectiveSchedules schedules, Jdbi jdbi) {
        this.scheduler = scheduler;
        this.catalogue = catalogue;
        this.schedules = schedules;
        this.jdbi = jdbi;
        this.owed = new OwedRuns(jdbi);
    }

    /** Retries, because a node with another catalogue can remove a job between its addition and its scheduling. */
    public void reconcile() throws SchedulerException {
        for (int left = ATTEMPTS - 1; ; left--) {
            try {
                for (JobDefinition definition : catalogue.all()) {
                    if (definition.condition().holds()) {
                        scheduler.addJob(JobDetails.of(definition), true, true);
                        reschedule(definition);
                    }
                }
                removeWhatNobodyRuns();
                return;
            } catch (SchedulerException e) {
                if (left == 0) {
                    throw e;
                }
            }
        }
    }

    /** When a job runs. */
    private record Plan(Schedule schedule, Optional<JobCalendar> calendar) {}

    private Plan plan(JobDefinition definition) {
        return new Plan(
                schedules.of(definition), jdbi.withHandle(handle -> CalendarRepository.of(handle, definition.name())));
    }

    /** Makes one job's trigger agree with its schedule. Repeats it if an operator has changed the schedule meanwhile: the last to write may have read the former one. */
    public void reschedule(JobDefinition definition) throws SchedulerException {
        Plan plan;
        do {
            plan = plan(definition);
            reschedule(definition, plan);
        } while (!plan.equals(plan(definition)));
    }

    private void reschedule(JobDefinition definition, Plan plan) throws SchedulerException {
        JobKey job = QuartzNames.key(definition.name());
        TriggerKey key = QuartzNames.schedule(definition.name());
        Schedule schedule = plan.schedule();
        TriggerBuilder<? extends Trigger> wanted = TriggerFactory.of(key, job, schedule, definition.misfire());
        if (wanted == null) {
            scheduler.unscheduleJob(key); // it may have had a schedule before
            owed.forgo(definition.name());
            return;
        }
        String words = words(schedule, definition.misfire());
        Optional<JobCalendar> calendar = plan.calendar();
        String allWords = words + calendar.map(CatalogueReconciler::words).orElse("");
        Trigger standing = scheduler.getTrigger(key);
        if (standing == null || !allWords.equals(standing.getDescription())) {
            wanted.withDescription(allWords);
            replace(standing, wanted, schedule, words, calendar);
        }
        Date lastRun = standing == null ? null : standing.getPreviousFireTime();
        owed.keep(
                definition.name(),
                calendar.map(JobCalendar::toQuartz).orElse(null),
                lastRun == null ? null : lastRun.toInstant());
    }

    private void replace(
            @Nullable Trigger standing,
            TriggerBuilder<? extends Trigger> wanted,
            Schedule schedule,
            String words,
            Optional<JobCalendar> calendar)
            throws SchedulerException {
        if (calendar.isPresent()) {
            scheduler.addCalendar(calendar.get().name(), calendar.get().toQuartz(), true, false);
            wanted.modifiedByCalendar(calendar.get().name());
        }
        if (standing == null) {
            try {
                scheduler.scheduleJob(wanted.build());
            } catch (ObjectAlreadyExistsException alreadyScheduled) {
                // Another node has scheduled it.
            }
        } else {
            boolean isCalendarNew = String.valueOf(standing.getDescription()).startsWith(words);
            if (isCalendarNew && schedule instanceof Schedule.Every every) {
                wanted.startAt(Date.from(nextOnGrid(standing, every.interval())));
            }
            scheduler.rescheduleJob(standing.getKey(), wanted.build());
        }
    }

    /** The next time of an interval that another calendar does not move. */
    private static Instant nextOnGrid(Trigger standing, Duration interval) {
        Instant now = Instant.now();
        Date next = standing.getNextFireTime();
        return next == null || next.toInstant().isBefore(now) ? now : FireTimes.onGrid(now, next.toInstant(), interval);
    }

    /** Whether the trigger has our schedule without the job's calendar: a node died between the two, or one of an earlier version has scheduled it. */
    private boolean hasOtherCalendar(JobDefinition definition) throws SchedulerException {
        Trigger standing = scheduler.getTrigger(QuartzNames.schedule(definition.name()));
        String words = words(schedules.of(definition), definition.misfire());
        if (standing == null || !String.valueOf(standing.getDescription()).startsWith(words)) {
            return false;
        }
        String calendar = jdbi.withHandle(handle -> CalendarRepository.of(handle, definition.name()))
                .map(CatalogueReconciler::words)
                .orElse("");
        return !standing.getDescription().equals(words + calendar);
    }

    private static String words(JobCalendar calendar) {
        return " except " + calendar.name() + " "
                + Integer.toHexString(calendar.toString().hashCode());
    }

    /** Stored with the trigger to detect changes. */
    static String words(Schedule schedule, Misfire misfire) {
        return schedule + " " + misfire;
    }

    /**
     * Restores jobs and triggers that are missing in the store. In a rolling deploy nodes can declare a job differently; the youngest node that runs
     * it decides.
     *
     * @return the jobs that were missing, or whose trigger was
     */
    public List<JobName> putBack() throws SchedulerException {
        List<JobName> back = new ArrayList<>();
        for (JobName job : oursToKeep()) {
            JobDefinition definition = catalogue.find(job).orElse(null);
            if (definition == null || !definition.condition().holds()) {
                continue;
            }
            boolean gone = !scheduler.checkExists(QuartzNames.key(job));
            if (gone) {
                scheduler.addJob(JobDetails.of(definition), true, true);
            }
            boolean scheduled = !(schedules.of(definition) instanceof Schedule.OnDemand);
            boolean standing = scheduler.checkExists(QuartzNames.schedule(job));
            if (scheduled != standing || hasOtherCalendar(definition)) {
                reschedule(definition);
            }
            if (gone || (scheduled && !standing)) {
                back.add(job);
            }
        }
        return back;
    }

    /** Rewrites the job's row. */
    public void store(JobDefinition definition) throws SchedulerException {
        scheduler.addJob(JobDetails.of(definition), true, true);
    }

    /** Whether this node's catalogue has a job, or another node runs it. */
    public boolean isKnown(JobName job) {
        return catalogue.find(job).isPresent()
                || jdbi.withHandle(KnownJobsQuery::inUse)
                        .contains(new KnownJobsQuery.StoredName(job.group(), job.name()));
    }

    private List<JobName> oursToKeep() throws SchedulerException {
        String node = scheduler.getSchedulerInstanceId();
        return jdbi.withHandle(handle -> KnownJobsQuery.keptBy(handle, node));
    }

    /** Jobs that another living or recently silent node runs stay, for rolling deploys; so do jobs with waiting requests. */
    public void removeWhatNobodyRuns() throws SchedulerException {
        Set<JobKey> wanted = new HashSet<>();
        catalogue.running().forEach(name -> wanted.add(QuartzNames.key(name)));
        jdbi.withHandle(KnownJobsQuery::inUse).forEach(job -> wanted.add(JobKey.jobKey(job.name(), job.group())));
        for (JobKey stored : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
            if (!wanted.contains(stored)) {
                scheduler.deleteJob(stored);
                jdbi.useHandle(handle -> OwedRunRepository.delete(handle, stored.getGroup(), stored.getName()));
            }
        }
    }
}
