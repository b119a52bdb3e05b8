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
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.watch.WatchdogRules;

/** Carries out a repair if the trigger is still stuck under the lock, and audits it in the same transaction. */
final class TriggerRepair {
    static final String ACTION = "repair-stuck-trigger";

    /** The key of the advisory lock. */
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

    /** Who requests a repair, and why. */
    record RepairRequest(Actor actor, String reason) {}

    /** How often nodes have repaired a trigger within an hour, and whether very recently. */
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
     * Repairs a trigger.
     *
     * @param overdue how late it has to be
     * @return its state after that; empty if it is no longer stuck, or another node is repairing
     * @throws IllegalStateException if the store can't be written
     */
    Optional<Map<String, Object>> carryOut(
            StuckTrigger suspect, RepairDecision decision, Duration overdue, RepairRequest request) {
        JobDefinition job = RepairDecision.definition(suspect, catalogue).orElse(null);
        try {
            if (suspect.kind() == StuckTriggerReport.Kind.ERROR && job != null) {
                reconciler.store(job);
            }
            Optional<Map<String, Object>> after =
                    jdbi.inTransaction(handle -> change(handle, suspect, decision.remedy(), overdue, request));
            if (after.isPresent() && decision.remedy() == RepairDecision.Remedy.RECREATE && job != null) {
                reconciler.reschedule(job);
            }
            return after;
        } catch (SchedulerException e) {
            throw new IllegalStateException("the store can't be written: " + e.getMessage(), e);
        }
    }

    private Optional<Map<String, Object>> change(
            Handle handle, StuckTrigger seen, RepairDecision.Remedy remedy, Duration overdue, RepairRequest request) {
        boolean alone = handle.createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
                .bind("lock", ONE_NODE_AT_A_TIME)
                .mapTo(Boolean.class)
                .one();
        if (!alone) {
            return Optional.empty();
        }
        LockRepository.takeTriggers(handle);
        StuckTrigger still = StuckTriggerRepository.one(handle, overdue, rules, seen.group(), seen.name())
                .filter(now -> now.isAsWas(seen))
                .orElse(null);
        if (still == null) {
            return Optional.empty();
        }
        Map<String, Object> before = StuckTriggerRepository.rows(handle, still);
        String state = carryOut(handle, still, remedy);
        Map<String, Object> after = new LinkedHashMap<>();
        after.put("trigger", still.trigger());
        after.put("state", state);
        AuditLog.write(
                handle, request.actor(), new AuditLog.Change(ACTION, still.job(), request.reason()), before, after);
        return Optional.of(after);
    }

    /** Returns the new state; null if the trigger is deleted. */
    private static @Nullable String carryOut(Handle handle, StuckTrigger suspect, RepairDecision.Remedy remedy) {
        return switch (remedy) {
            case FIRE -> set(handle, suspect, "WAITING");
            case KEEP_PAUSED -> set(handle, suspect, "PAUSED");
            case RECREATE -> delete(handle, suspect);
            case NOTHING ->
                throw new IllegalArgumentException("there is nothing to be done about " + suspect.trigger());
        };
    }

    private static String set(Handle handle, StuckTrigger suspect, String state) {
        if (suspect.state().equals("ACQUIRED")) {
            handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_fired_triggers
                            WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group AND state = 'ACQUIRED'
                            """))
                    .bind("name", suspect.name())
                    .bind("group", suspect.group())
                    .execute();
        }
        if (suspect.state().equals("PAUSED")) {
            handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_paused_trigger_grps
                            WHERE sched_name = {scheduler} AND trigger_group IN (:group, '_$_ALL_GROUPS_PAUSED_$_')
                            """))
                    .bind("group", suspect.group())
                    .execute();
        }
        handle.createUpdate(QuartzSql.of("""
                        UPDATE qrtz_triggers SET trigger_state = :to
                        WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group AND trigger_state = :from
                        """))
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
            handle.createUpdate(
                            "DELETE FROM " + table
                                    + QuartzSql.of(
                                            " WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group"))
                    .bind("name", suspect.name())
                    .bind("group", suspect.group())
                    .execute();
        }
        return null;
    }
}
