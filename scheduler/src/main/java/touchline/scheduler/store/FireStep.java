package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Calendar;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.spi.OperableTrigger;
import org.quartz.spi.TriggerFiredBundle;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.ledger.RunHistoryRepository;
import touchline.scheduler.ledger.RunStart;
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.run.OpenRuns;
import touchline.scheduler.run.RunListener;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerData;

/**
 * Fires acquired triggers, in five statements for any number of triggers, including their history. Quartz needs six for each, and checks only whether
 * the trigger is acquired; this step checks that this node holds it.
 */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
public final class FireStep {
    private static final String STILL_OURS = QuartzSql.of("""
            SELECT f.entry_id
            FROM qrtz_fired_triggers f JOIN qrtz_triggers t USING (sched_name, trigger_name, trigger_group)
            WHERE f.sched_name = {scheduler} AND f.entry_id = ANY (?) AND f.state = 'ACQUIRED' AND t.trigger_state = 'ACQUIRED'
              AND NOT EXISTS (SELECT 1 FROM job_pauses p
                              WHERE p.job_group = '*'
                                 OR p.job_group = t.job_group AND p.job_name = t.job_name AND t.trigger_group <> 'operator')
            """);

    private static final String EXECUTING = QuartzSql.of("""
            UPDATE qrtz_fired_triggers AS t
            SET state = 'EXECUTING', fired_time = ?, sched_time = f.scheduled, job_name = f.job_name, job_group = f.job_group,
                is_nonconcurrent = f.exclusive, requests_recovery = f.recovered
            FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::boolean[])
                 AS f(entry_id, scheduled, job_name, job_group, exclusive, recovered)
            WHERE t.sched_name = {scheduler} AND t.entry_id = f.entry_id
            """);

    private static final String BLOCK_THE_OTHERS = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET trigger_state = CASE t.trigger_state WHEN 'PAUSED' THEN 'PAUSED_BLOCKED' ELSE 'BLOCKED' END
            FROM unnest(?::text[], ?::text[]) AS j(job_name, job_group)
            WHERE t.sched_name = {scheduler} AND t.job_name = j.job_name AND t.job_group = j.job_group
              AND t.trigger_state IN ('WAITING', 'ACQUIRED', 'PAUSED')
            """);

    private static final String NEXT = QuartzSql.of("""
            UPDATE qrtz_triggers AS t
            SET next_fire_time = f.next, prev_fire_time = f.prev, trigger_state = f.state
            FROM unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS f(name, grp, next, prev, state)
            WHERE t.sched_name = {scheduler} AND t.trigger_name = f.name AND t.trigger_group = f.grp
            """);

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

    /** Fires triggers in their order. */
    List<Fired> fire(Connection connection, List<OperableTrigger> triggers, Calendars calendars) throws SQLException {
        Set<String> ours = stillOurs(connection, triggers);
        List<Fired> all = new ArrayList<>();
        for (OperableTrigger trigger : triggers) {
            Date scheduled = trigger.getNextFireTime();
            JobDetail job = ours.contains(trigger.getFireInstanceId())
                    ? jobs.find(trigger.getJobKey()).orElse(null)
                    : null;
            all.add(new Fired(trigger, job == null ? null : bundle(trigger, job, calendars), job, scheduled));
        }
        List<Fired> fired = all.stream().filter(one -> one.bundle() != null).toList();
        if (!fired.isEmpty()) {
            write(connection, fired);
            runs.begun(ledger.begun(connection, fired.stream().map(this::start).toList()));
        }
        return all;
    }

    private static Set<String> stillOurs(Connection connection, List<OperableTrigger> triggers) throws SQLException {
        Set<String> ours = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(STILL_OURS)) {
            new BatchColumns<>(select, triggers).bind(1, "text", OperableTrigger::getFireInstanceId);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ours.add(rows.getString(1));
                }
            }
        }
        return ours;
    }

    private @Nullable TriggerFiredBundle bundle(OperableTrigger trigger, JobDetail job, Calendars calendars)
            throws SQLException {
        Calendar calendar = null;
        if (trigger.getCalendarName() != null) {
            calendar = calendars.read(trigger.getCalendarName());
            if (calendar == null) {
                return null;
            }
        }
        Date before = trigger.getPreviousFireTime();
        trigger.triggered(calendar);
        skipWhatIsPast(trigger, calendar);
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
    private void skipWhatIsPast(OperableTrigger trigger, @Nullable Calendar calendar) {
        Date next = trigger.getNextFireTime();
        Date now = new Date();
        if (next != null && next.before(now)) {
            Date later = trigger.getFireTimeAfter(now);
            while (later != null && calendar != null && !calendar.isTimeIncluded(later.getTime())) {
                later = trigger.getFireTimeAfter(later);
            }
            trigger.setNextFireTime(later);
            listener.skipped(QuartzNames.name(trigger.getJobKey()));
        }
    }

    private void write(Connection connection, List<Fired> fired) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(EXECUTING)) {
            BatchColumns<Fired> rows = new BatchColumns<>(update, fired);
            update.setLong(1, System.currentTimeMillis());
            rows.bind(2, "text", one -> one.trigger().getFireInstanceId());
            rows.bind(3, "bigint", one -> one.scheduled().getTime());
            rows.bind(4, "text", one -> one.trigger().getJobKey().getName());
            rows.bind(5, "text", one -> one.trigger().getJobKey().getGroup());
            rows.bind(6, "boolean", FireStep::isExclusive);
            rows.bind(7, "boolean", one -> one.job() != null && one.job().requestsRecovery());
            update.executeUpdate();
        }
        List<Fired> exclusive = fired.stream().filter(FireStep::isExclusive).toList();
        if (!exclusive.isEmpty()) {
            try (PreparedStatement update = connection.prepareStatement(BLOCK_THE_OTHERS)) {
                BatchColumns<Fired> rows = new BatchColumns<>(update, exclusive);
                rows.bind(1, "text", one -> one.trigger().getJobKey().getName());
                rows.bind(2, "text", one -> one.trigger().getJobKey().getGroup());
                update.executeUpdate();
            }
        }
        try (PreparedStatement update = connection.prepareStatement(NEXT)) {
            BatchColumns<Fired> rows = new BatchColumns<>(update, fired);
            rows.bind(1, "text", one -> one.trigger().getKey().getName());
            rows.bind(2, "text", one -> one.trigger().getKey().getGroup());
            rows.bind(3, "bigint", one -> millis(one.trigger().getNextFireTime()));
            rows.bind(4, "bigint", one -> millis(one.trigger().getPreviousFireTime()));
            rows.bind(5, "text", FireStep::state);
            update.executeUpdate();
        }
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
                new Date().toInstant(),
                jobs.definition(trigger.getJobKey())
                        .map(JobDefinition::deadline)
                        .orElse(null));
    }
}
