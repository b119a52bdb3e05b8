package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.JobPersistenceException;
import org.quartz.TriggerKey;
import org.quartz.spi.OperableTrigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobName;
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireRepository;
import touchline.scheduler.misfire.Missed;
import touchline.scheduler.misfire.MissedSpan;
import touchline.scheduler.misfire.OwedRunRepository;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.trigger.MissedTimes;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.StoredCalendar;
import touchline.scheduler.trigger.TriggerData;

/** Acquires the next triggers, in four statements for any number of triggers. Quartz needs five for each. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
final class AcquireStep {
    private static final Logger LOG = LoggerFactory.getLogger(AcquireStep.class);

    private final JobDetails jobs;
    private final String node;

    AcquireStep(JobDetails jobs, String node) {
        this.jobs = jobs;
        this.node = node;
    }

    /** Reads triggers that are not simple, and calendars, by Quartz' own code. */
    interface OtherTriggers {
        @Nullable
        OperableTrigger read(TriggerKey key) throws JobPersistenceException;

        @Nullable
        Calendar calendar(String name) throws JobPersistenceException;
    }

    /**
     * Returns due triggers, at most one of each exclusive job.
     *
     * @param noLaterThan ms since the epoch
     * @param misfired before this, triggers with a misfire policy of Quartz' are left to its misfire handler
     */
    List<OperableTrigger> due(Connection connection, long noLaterThan, long misfired, int most, OtherTriggers others)
            throws SQLException {
        String[] known = jobs.running();
        String[] unpaused = AcquisitionRepository.unpaused(connection, known);
        if (unpaused == null) {
            return List.of();
        }
        List<OperableTrigger> due = new ArrayList<>();
        Set<JobKey> alone = new HashSet<>();
        long batchEnd = noLaterThan;
        AcquisitionRepository.Window window = new AcquisitionRepository.Window(noLaterThan, misfired, most);
        for (TriggerRow candidate : AcquisitionRepository.due(connection, window, unpaused, known)) {
            OperableTrigger trigger = read(connection, candidate, others);
            if (trigger == null || isPutOff(connection, trigger, others) || !isFree(trigger, alone)) {
                continue;
            }
            long at = trigger.getNextFireTime().getTime();
            if (at > batchEnd) {
                break;
            }
            if (due.isEmpty()) {
                batchEnd = Math.max(at, System.currentTimeMillis());
            }
            due.add(trigger);
        }
        return due;
    }

    /** A time that was missed is not made up for on a day that the calendar excludes, but after it. */
    private static boolean isPutOff(Connection connection, OperableTrigger trigger, OtherTriggers others)
            throws SQLException {
        long now = System.currentTimeMillis();
        String name = trigger.getCalendarName();
        if (name == null || trigger.getNextFireTime().getTime() > now) {
            return false;
        }
        try {
            Calendar calendar = others.calendar(name);
            if (calendar == null || calendar.isTimeIncluded(now)) {
                return false;
            }
            owe(connection, trigger, calendar, now);
            AcquisitionRepository.putOff(connection, trigger.getKey(), StoredCalendar.nextIncluded(calendar, now));
            return true;
        } catch (JobPersistenceException e) {
            throw new SQLException("calendar " + name + " can't be read", e);
        }
    }

    /** Records what the run makes up for: its trigger's next time doesn't tell any more, and is lost with the trigger. */
    private static void owe(Connection connection, OperableTrigger trigger, Calendar calendar, long now)
            throws SQLException {
        JobName job = QuartzNames.name(trigger.getJobKey());
        Optional<Missed> missed =
                MissedTimes.count(trigger, calendar, Instant.ofEpochMilli(now + 1), MissedTimes.UNDER_LOCK);
        if (missed.isPresent() && trigger.getKey().equals(QuartzNames.schedule(job))) {
            OwedRunRepository.owe(connection, job, missed.get());
        }
    }

    /**
     * Sets overdue triggers that can't be read to ERROR, and records the times of schedules that the misfire handler is about to skip.
     *
     * @param misfired ms since the epoch
     */
    void beforeMisfires(Connection connection, long misfired, int most, OtherTriggers others) throws SQLException {
        Map<JobName, MissedSpan> skipped = new LinkedHashMap<>();
        for (TriggerRow candidate : AcquisitionRepository.misfired(connection, misfired, most)) {
            OperableTrigger trigger = read(connection, candidate, others);
            if (trigger != null) {
                JobName job = QuartzNames.name(trigger.getJobKey());
                if (trigger.getKey().equals(QuartzNames.schedule(job))) {
                    skipped(job, trigger, others).ifPresent(span -> skipped.put(job, span));
                }
            }
        }
        if (!skipped.isEmpty()) { // a run that a calendar has put off is skipped as well
            OwedRunRepository.settle(connection, skipped.keySet())
                    .forEach((job, owed) -> skipped.computeIfPresent(
                            job,
                            (same, span) ->
                                    new MissedSpan(job, owed.and(span.missed()), Handling.SKIPPED, null, null)));
        }
        MisfireRepository.write(connection, List.copyOf(skipped.values()));
    }

    private static Optional<MissedSpan> skipped(JobName job, OperableTrigger trigger, OtherTriggers others)
            throws SQLException {
        try {
            String name = trigger.getCalendarName();
            Calendar calendar = name == null ? null : others.calendar(name);
            return MissedTimes.count(trigger, calendar, Instant.now(), MissedTimes.UNDER_LOCK)
                    .map(missed -> new MissedSpan(job, missed, Handling.SKIPPED, null, null));
        } catch (JobPersistenceException e) {
            throw new SQLException("the calendar of " + job + " can't be read", e);
        }
    }

    /** Marks triggers as acquired by this node. */
    void take(Connection connection, List<OperableTrigger> triggers) throws SQLException {
        AcquisitionRepository.take(connection, triggers, node);
    }

    private boolean isFree(OperableTrigger trigger, Set<JobKey> alone) {
        JobKey job = trigger.getJobKey();
        boolean exclusive =
                jobs.find(job).map(JobDetail::isConcurrentExecutionDisallowed).orElse(false);
        return trigger.getNextFireTime() != null && (!exclusive || alone.add(job));
    }

    /** Returns why firing would fail, together with its whole batch. */
    private static @Nullable String complaint(OperableTrigger trigger, OtherTriggers others)
            throws JobPersistenceException {
        TriggerData.of(trigger.getJobDataMap());
        String calendar = trigger.getCalendarName();
        return calendar == null || others.calendar(calendar) != null
                ? null
                : "its calendar " + calendar + " is missing";
    }

    /** Sets a trigger that can't be read to ERROR, where operators see it; the others continue. */
    private static @Nullable OperableTrigger read(Connection connection, TriggerRow candidate, OtherTriggers others)
            throws SQLException {
        String broken = candidate.broken();
        if (broken == null) {
            try {
                OperableTrigger trigger =
                        candidate.simple() == null ? others.read(candidate.key()) : candidate.simple();
                broken = trigger == null ? null : complaint(trigger, others);
                if (broken == null) {
                    return trigger;
                }
            } catch (JobPersistenceException | RuntimeException e) {
                broken = e.toString();
            }
        }
        LOG.error("a trigger can't be read and is set to ERROR: trigger={} cause={}", candidate.key(), broken);
        AcquisitionRepository.setToError(connection, candidate.key());
        return null;
    }
}
