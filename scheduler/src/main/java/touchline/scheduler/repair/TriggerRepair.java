package touchline.scheduler.repair;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.quartz.CatalogueReconciler;
import touchline.scheduler.watch.WatchdogRules;

/** Does what was found to be right for a trigger, if under the lock it still is, and writes it down in the same transaction. */
final class TriggerRepair {
    static final String ACTION = "repair-stuck-trigger";

    /** In the numbers by which Postgres knows advisory locks, ours for this. */
    private static final long ONE_NODE_AT_A_TIME = 7_107_135_001L;

    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final CatalogueReconciler reconciler;
    private final WatchdogRules rules;

    TriggerRepair(Jdbi jdbi, JobCatalogue catalogue, CatalogueReconciler reconciler, WatchdogRules rules) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.reconciler = reconciler;
        this.rules = rules;
    }

    /** Who wants it, and why. */
    record Warrant(Actor actor, String reason) {}

    /** How often nodes have repaired it within the last hour, and whether just now. */
    record Past(int repairs, boolean justNow) {}

    Past past(StuckTrigger suspect) {
        return jdbi.withHandle(handle -> past(handle, suspect));
    }

    private Past past(Handle handle, StuckTrigger suspect) {
        return handle.createQuery("""
                        SELECT count(*) AS repairs, coalesce(max(at) > now() - make_interval(secs => :apart / 1000.0), false) AS just_now
                        FROM job_audit
                        WHERE subject = :subject AND action = :action AND actor LIKE 'node:%' AND at > now() - interval '1 hour'
                          AND after ->> 'trigger' = :trigger AND before -> 'trigger' -> 0 ->> 'trigger_state' = :state
                        """)
                .bind("apart", rules.apart().toMillis())
                .bind("subject", suspect.job())
                .bind("action", ACTION)
                .bind("trigger", suspect.trigger())
                .bind("state", suspect.state())
                .map((row, context) -> new Past(row.getInt("repairs"), row.getBoolean("just_now")))
                .one();
    }

    /**
     * Repairs it.
     *
     * @param overdue how late it has to be for that
     * @return how it stands then; empty where it is no longer stuck, or another node is at it
     * @throws IllegalStateException if the store can't be written
     */
    Optional<Map<String, Object>> carryOut(
            StuckTrigger suspect, RepairDecision verdict, Duration overdue, Warrant warrant) {
        JobDefinition job = RepairDecision.definition(suspect, catalogue).orElse(null);
        try {
            if (suspect.kind() == StuckTriggerReport.Kind.ERROR && job != null) {
                reconciler.store(job);
            }
            Optional<Map<String, Object>> after =
                    jdbi.inTransaction(handle -> change(handle, suspect, verdict.remedy(), overdue, warrant));
            if (after.isPresent() && verdict.remedy() == RepairDecision.Remedy.MAKE_IT_ANEW && job != null) {
                reconciler.reschedule(job);
            }
            return after;
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }

    private Optional<Map<String, Object>> change(
            Handle handle, StuckTrigger seen, RepairDecision.Remedy remedy, Duration overdue, Warrant warrant) {
        boolean alone = handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", ONE_NODE_AT_A_TIME)
                .mapTo(Boolean.class)
                .one();
        if (!alone) {
            return Optional.empty();
        }
        LockRows.takeTriggers(handle);
        StuckTrigger still = StuckTrigger.one(handle, overdue, rules, seen.group(), seen.name())
                .filter(now -> now.isAsWas(seen))
                .orElse(null);
        if (still == null) {
            return Optional.empty();
        }
        Map<String, Object> before = still.rows(handle);
        String state = carryOut(handle, still, remedy);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("trigger", still.trigger());
        after.put("state", state);
        AuditLog.write(
                handle, warrant.actor(), new AuditLog.Change(ACTION, still.job(), warrant.reason()), before, after);
        return Optional.of(after);
    }

    /** Gives the state in which it is then; null where it is gone. */
    private static @Nullable String carryOut(Handle handle, StuckTrigger suspect, RepairDecision.Remedy remedy) {
        return switch (remedy) {
            case LET_IT_FIRE -> set(handle, suspect, "WAITING");
            case LEAVE_IT_PAUSED -> set(handle, suspect, "PAUSED");
            case MAKE_IT_ANEW -> delete(handle, suspect);
            case NOTHING ->
                throw new IllegalArgumentException("there is nothing to be done about " + suspect.trigger());
        };
    }

    private static String set(Handle handle, StuckTrigger suspect, String state) {
        if (suspect.state().equals("ACQUIRED")) {
            handle.createUpdate("""
                            DELETE FROM qrtz_fired_triggers
                            WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group AND state = 'ACQUIRED'
                            """)
                    .bind("name", suspect.name())
                    .bind("group", suspect.group())
                    .execute();
        }
        if (suspect.state().equals("PAUSED")) {
            handle.createUpdate("""
                            DELETE FROM qrtz_paused_trigger_grps
                            WHERE sched_name = 'touchline' AND trigger_group IN (:group, '_$_ALL_GROUPS_PAUSED_$_')
                            """).bind("group", suspect.group()).execute();
        }
        handle.createUpdate("""
                        UPDATE qrtz_triggers SET trigger_state = :to
                        WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group AND trigger_state = :from
                        """)
                .bind("to", state)
                .bind("name", suspect.name())
                .bind("group", suspect.group())
                .bind("from", suspect.state())
                .execute();
        return state;
    }

    private static @Nullable String delete(Handle handle, StuckTrigger suspect) {
        for (String table : List.of(
                "qrtz_simple_triggers",
                "qrtz_cron_triggers",
                "qrtz_simprop_triggers",
                "qrtz_blob_triggers",
                "qrtz_triggers")) {
            handle.createUpdate("DELETE FROM " + table
                            + " WHERE sched_name = 'touchline' AND trigger_name = :name AND trigger_group = :group")
                    .bind("name", suspect.name())
                    .bind("group", suspect.group())
                    .execute();
        }
        return null;
    }
}
