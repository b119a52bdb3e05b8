package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.ledger.RunStart;
import touchline.scheduler.misfire.Handling;
import touchline.scheduler.misfire.MisfireRepository;
import touchline.scheduler.misfire.Missed;
import touchline.scheduler.misfire.MissedSpan;
import touchline.scheduler.misfire.OwedRunRepository;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunListener;
import touchline.scheduler.trigger.MissedTimes;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerData;

/**
 * Fires acquired triggers, in five statements for any number of triggers, including their history. Quartz needs six for each, and checks only whether
 * the trigger is acquired; this step checks that this node holds it.
 */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
final class FireStep {
    private final JobDetails jobs;
    private final RunHistoryRepository ledger;
    private final OpenRuns runs;
    private final RunListener listener;

    FireStep(JobDetails jobs, RunHistoryRepository ledger, OpenRuns runs, RunListener listener) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.runs = runs;
        this.listener = listener;
    }

    /** Reads a trigger's calendar by Quartz' own code. */
    interface Calendars {
        @Nullable
        Calendar read(String name) throws SQLException;
    }

    /** The result for a trigger; the bundle is null if it did not fire. */
    record Fired(
            OperableTrigger trigger,
            @Nullable TriggerFiredBundle bundle,
            @Nullable JobDetail job,
            Date scheduled) {}

    /**
     * Fired triggers.
     *
     * @param executions the ids of their runs, by the id of the firing
     * @param starts of their runs, which are not in the history yet
     */
    record Batch(List<Fired> fired, Map<String, Long> executions, List<RunStart> starts) {
        static final Batch NOTHING = new Batch(List.of(), Map.of(), List.of());
    }

    /**
     * Fires one-shots that this transaction has locked, without a calendar, and that nobody has acquired. The starts of their runs are kept with the firings.
     *
     * @param triggers in order, as they were read
     */
    Batch fireOneShots(Connection connection, Map<OperableTrigger, OneShotRepository.Due> triggers, String node)
            throws SQLException {
        List<Fired> fired = new ArrayList<>();
        List<OneShotRepository.Shot> shots = new ArrayList<>();
        Map<String, Long> executions = new HashMap<>();
        for (Map.Entry<OperableTrigger, OneShotRepository.Due> due : triggers.entrySet()) {
            OperableTrigger trigger = due.getKey();
            Date scheduled = trigger.getNextFireTime();
            JobDetail job = jobs.find(trigger.getJobKey()).orElseThrow();
            Fired one = new Fired(trigger, bundle(trigger, job, name -> null, new ArrayList<>()), job, scheduled);
            fired.add(one);
            shots.add(new OneShotRepository.Shot(firing(one), start(one), due.getValue()));
            executions.put(trigger.getFireInstanceId(), due.getValue().execution());
        }
        OneShotRepository.fire(connection, shots, node);
        return new Batch(
                fired,
                executions,
                shots.stream().map(OneShotRepository.Shot::start).toList());
    }

    /** Fires triggers in their order. */
    List<Fired> fire(Connection connection, List<OperableTrigger> triggers, Calendars calendars) throws SQLException {
        Set<String> ours = FiringRepository.stillAcquired(connection, triggers);
        List<Fired> all = new ArrayList<>();
        List<MissedSpan> missed = new ArrayList<>();
        for (OperableTrigger trigger : triggers) {
            Date scheduled = trigger.getNextFireTime();
            JobDetail job = ours.contains(trigger.getFireInstanceId())
                    ? jobs.find(trigger.getJobKey()).orElse(null)
                    : null;
            List<MissedSpan> skipped = new ArrayList<>();
            all.add(new Fired(trigger, job == null ? null : bundle(trigger, job, calendars, skipped), job, scheduled));
            missed.addAll(skipped);
        }
        List<Fired> fired = all.stream().filter(one -> one.bundle() != null).toList();
        if (!fired.isEmpty()) {
            FiringRepository.fire(
                    connection, fired.stream().map(FireStep::firing).toList());
            runs.begun(ledger.begun(connection, fired.stream().map(this::start).toList()));
            MisfireRepository.write(connection, withOwed(connection, fired, missed));
        }
        return all;
    }

    private @Nullable TriggerFiredBundle bundle(
            OperableTrigger trigger, JobDetail job, Calendars calendars, List<MissedSpan> missed) throws SQLException {
        Calendar calendar = null;
        if (trigger.getCalendarName() != null) {
            calendar = calendars.read(trigger.getCalendarName());
            if (calendar == null) {
                return null;
            }
        }
        Date before = trigger.getPreviousFireTime();
        Date scheduled = trigger.getNextFireTime();
        trigger.triggered(calendar);
        Optional<Missed> past = skipWhatIsPast(trigger, calendar);
        missedBy(trigger, scheduled, past).ifPresent(missed::add);
        boolean recovering = trigger.getKey().getGroup().equals(Scheduler.DEFAULT_RECOVERY_GROUP);
        return new TriggerFiredBundle(
                job,
                trigger,
                calendar,
                recovering,
                new Date(),
                trigger.getPreviousFireTime(),
                before,
                trigger.getNextFireTime());
    }

    /** One run makes up for all missed times; otherwise a 2 s interval that was blocked for 20 s would run ten times in a row. */
    private Optional<Missed> skipWhatIsPast(OperableTrigger trigger, @Nullable Calendar calendar) {
        Date next = trigger.getNextFireTime();
        Date now = new Date();
        if (next == null || !next.before(now)) {
            return Optional.empty();
        }
        Optional<Missed> past = MissedTimes.count(trigger, calendar, now.toInstant(), MissedTimes.UNDER_LOCK);
        trigger.setNextFireTime(MissedTimes.after(trigger, calendar, now));
        listener.skipped(QuartzNames.name(trigger.getJobKey()));
        return past;
    }

    /** The times of a schedule that this run makes up for: its own if it begins late, and those that it skips. */
    private static Optional<MissedSpan> missedBy(OperableTrigger trigger, Date scheduled, Optional<Missed> past) {
        JobName job = QuartzNames.name(trigger.getJobKey());
        if (!trigger.getKey().equals(QuartzNames.schedule(job))) {
            return Optional.empty();
        }
        boolean isLate = scheduled.toInstant().isBefore(Instant.now().minus(Misfire.THRESHOLD));
        Missed own = Missed.one(scheduled.toInstant());
        return (isLate ? Optional.of(past.map(own::and).orElse(own)) : past)
                .map(missed -> new MissedSpan(job, missed, Handling.RAN_ONCE, null, trigger.getFireInstanceId()));
    }

    /** Adds the times that calendars have put off: the runs make up for them as well. */
    private static List<MissedSpan> withOwed(Connection connection, List<Fired> fired, List<MissedSpan> missed)
            throws SQLException {
        Map<JobName, String> runs = new HashMap<>();
        for (Fired one : fired) {
            JobName job = QuartzNames.name(one.trigger().getJobKey());
            if (one.trigger().getCalendarName() != null
                    && one.trigger().getKey().equals(QuartzNames.schedule(job))) {
                runs.put(job, one.trigger().getFireInstanceId());
            }
        }
        if (runs.isEmpty()) {
            return missed;
        }
        Map<JobName, MissedSpan> spans = new LinkedHashMap<>();
        missed.forEach(span -> spans.put(span.job(), span));
        OwedRunRepository.settle(connection, runs.keySet())
                .forEach((job, owed) -> spans.merge(
                        job,
                        new MissedSpan(job, owed, Handling.RAN_ONCE, null, runs.get(job)),
                        (span, before) -> new MissedSpan(
                                job, before.missed().and(span.missed()), span.handling(), null, span.fireId())));
        return List.copyOf(spans.values());
    }

    private static FiringRepository.Firing firing(Fired one) {
        return new FiringRepository.Firing(
                one.trigger(),
                one.scheduled().getTime(),
                isExclusive(one),
                one.job() != null && one.job().requestsRecovery(),
                millis(one.trigger().getNextFireTime()),
                millis(one.trigger().getPreviousFireTime()),
                state(one));
    }

    private static boolean isExclusive(Fired one) {
        return one.job() != null && one.job().isConcurrentExecutionDisallowed();
    }

    private static String state(Fired one) {
        if (one.trigger().getNextFireTime() == null) {
            return "COMPLETE";
        }
        return isExclusive(one) ? "BLOCKED" : "WAITING";
    }

    /** As Quartz stores it: -1 for never. */
    private static long millis(@Nullable Date time) {
        return time == null ? -1 : time.getTime();
    }

    /** A run that is fired ahead begins at its time. */
    private static Instant start(Date scheduled) {
        Date now = new Date();
        return (now.before(scheduled) ? scheduled : now).toInstant();
    }

    private RunStart start(Fired one) {
        Trigger trigger = one.trigger();
        TriggerData data = TriggerData.of(trigger.getJobDataMap());
        String subject = data.subject();
        return new RunStart(
                one.trigger().getFireInstanceId(),
                QuartzNames.name(trigger.getJobKey()),
                subject == null ? trigger.getJobKey().getName() : subject,
                data.cause(),
                data.queued(),
                data.follows(),
                data.attempt(),
                trigger.getKey().getGroup().equals(Scheduler.DEFAULT_RECOVERY_GROUP),
                data.parameters(),
                one.scheduled().toInstant(),
                start(one.scheduled()),
                jobs.definition(trigger.getJobKey())
                        .map(JobDefinition::deadline)
                        .orElse(null));
    }
}
