package touchline.scheduler.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
import touchline.scheduler.quartz.JobDetails;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.trigger.QuartzNames;
import touchline.scheduler.trigger.TriggerData;

/** Acquires the next triggers, in four statements for any number of triggers. Quartz needs five for each. */
@SuppressWarnings("JavaUtilDate") // Quartz' own type
final class AcquireStep {
    private static final Logger LOG = LoggerFactory.getLogger(AcquireStep.class);

    private static final String PAUSED = "SELECT job_group, job_name FROM job_pauses";

    /** Due triggers of jobs that this node runs, without paused jobs except for operators' runs. */
    private static final String DUE = QuartzSql.of("""
            SELECT t.trigger_name, t.trigger_group, t.job_name, t.job_group, t.description, t.next_fire_time, t.prev_fire_time, t.priority,
                   t.trigger_type, t.start_time, t.end_time, t.calendar_name, t.misfire_instr, t.job_data,
                   s.repeat_count, s.repeat_interval, s.times_triggered
            FROM qrtz_triggers t
            LEFT JOIN qrtz_simple_triggers s USING (sched_name, trigger_name, trigger_group)
            WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND t.next_fire_time <= ?
              AND (t.misfire_instr = -1 OR t.next_fire_time >= ?)
              AND (t.job_group || '/' || t.job_name = ANY (?)
                   OR t.trigger_group = 'operator' AND t.job_group || '/' || t.job_name = ANY (?))
            ORDER BY t.next_fire_time, t.priority DESC
            LIMIT ?
            """);

    /** The first triggers that Quartz' misfire handler would handle. */
    private static final String MISFIRED = QuartzSql.of("""
            SELECT t.trigger_name, t.trigger_group, t.job_name, t.job_group, t.description, t.next_fire_time, t.prev_fire_time, t.priority,
                   t.trigger_type, t.start_time, t.end_time, t.calendar_name, t.misfire_instr, t.job_data,
                   s.repeat_count, s.repeat_interval, s.times_triggered
            FROM qrtz_triggers t
            LEFT JOIN qrtz_simple_triggers s USING (sched_name, trigger_name, trigger_group)
            WHERE t.sched_name = {scheduler} AND t.trigger_state = 'WAITING' AND t.misfire_instr <> -1 AND t.next_fire_time < ?
            ORDER BY t.next_fire_time, t.priority DESC
            LIMIT ?
            """);

    private static final String TAKE = QuartzSql.of("""
            UPDATE qrtz_triggers AS t SET trigger_state = 'ACQUIRED'
            FROM unnest(?::text[], ?::text[]) AS k(name, grp)
            WHERE t.sched_name = {scheduler} AND t.trigger_name = k.name AND t.trigger_group = k.grp
            """);

    private static final String NOTE = QuartzSql.of("""
            INSERT INTO qrtz_fired_triggers
                (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state,
                 is_nonconcurrent, requests_recovery)
            SELECT {scheduler}, f.entry_id, f.name, f.grp, ?, ?, f.sched_time, f.priority, 'ACQUIRED', false, false
            FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[]) AS f(entry_id, name, grp, sched_time, priority)
            """);

    private static final String BROKEN = QuartzSql.of("""
            UPDATE qrtz_triggers SET trigger_state = 'ERROR'
            WHERE sched_name = {scheduler} AND trigger_name = ? AND trigger_group = ?
            """);

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
        String[] free = free(connection, known);
        if (free == null) {
            return List.of();
        }
        List<OperableTrigger> due = new ArrayList<>();
        Set<JobKey> alone = new HashSet<>();
        long batchEnd = noLaterThan;
        for (TriggerRow candidate : candidates(connection, noLaterThan, misfired, free, known, most)) {
            OperableTrigger trigger = read(connection, candidate, others);
            if (trigger == null || !isFree(trigger, alone)) {
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

    /**
     * Sets overdue triggers that can't be read to ERROR.
     *
     * @param misfired ms since the epoch
     */
    void setAsideUnreadable(Connection connection, long misfired, int most, OtherTriggers others) throws SQLException {
        List<TriggerRow> candidates = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(MISFIRED)) {
            select.setLong(1, misfired);
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    candidates.add(TriggerRow.of(row));
                }
            }
        }
        for (TriggerRow candidate : candidates) {
            read(connection, candidate, others);
        }
    }

    /** Marks triggers as acquired by this node. */
    void take(Connection connection, List<OperableTrigger> triggers) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(TAKE)) {
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(update, triggers);
            rows.bind(1, "text", trigger -> trigger.getKey().getName());
            rows.bind(2, "text", trigger -> trigger.getKey().getGroup());
            update.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(NOTE)) {
            BatchColumns<OperableTrigger> rows = new BatchColumns<>(insert, triggers);
            insert.setString(1, node);
            insert.setLong(2, System.currentTimeMillis());
            rows.bind(3, "text", OperableTrigger::getFireInstanceId);
            rows.bind(4, "text", trigger -> trigger.getKey().getName());
            rows.bind(5, "text", trigger -> trigger.getKey().getGroup());
            rows.bind(6, "bigint", trigger -> trigger.getNextFireTime().getTime());
            rows.bind(7, "int", OperableTrigger::getPriority);
            insert.executeUpdate();
        }
    }

    /** Returns the jobs that are not paused; null if all jobs are paused. */
    private static String @Nullable [] free(Connection connection, String[] known) throws SQLException {
        Set<String> held = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(PAUSED);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (rows.getString(1).equals(QuartzNames.EVERYTHING)) {
                    return null;
                }
                held.add(rows.getString(1) + "/" + rows.getString(2));
            }
        }
        List<String> free = new ArrayList<>();
        for (String job : known) {
            if (!held.contains(job)) {
                free.add(job);
            }
        }
        return free.toArray(String[]::new);
    }

    private boolean isFree(OperableTrigger trigger, Set<JobKey> alone) {
        JobKey job = trigger.getJobKey();
        boolean exclusive =
                jobs.find(job).map(JobDetail::isConcurrentExecutionDisallowed).orElse(false);
        return trigger.getNextFireTime() != null && (!exclusive || alone.add(job));
    }

    private List<TriggerRow> candidates(
            Connection connection, long noLaterThan, long misfired, String[] free, String[] known, int most)
            throws SQLException {
        List<TriggerRow> candidates = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(DUE)) {
            select.setLong(1, noLaterThan);
            select.setLong(2, misfired);
            select.setArray(3, connection.createArrayOf("text", free));
            select.setArray(4, connection.createArrayOf("text", known));
            select.setInt(5, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    candidates.add(TriggerRow.of(row));
                }
            }
        }
        return candidates;
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
        LOG.error("trigger {} can't be read and is set aside as an error: {}", candidate.key(), broken);
        try (PreparedStatement update = connection.prepareStatement(BROKEN)) {
            update.setString(1, candidate.key().getName());
            update.setString(2, candidate.key().getGroup());
            update.executeUpdate();
        }
        return null;
    }
}
