package touchline.scheduler.repair;

import java.time.Duration;
import java.util.LinkedHashMap;
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

    RepairRepository.Past past(Handle handle, StuckTrigger trigger) {
        return RepairRepository.past(handle, trigger, ACTION, rules.apart());
    }

    /**
     * Repairs a trigger.
     *
     * @param overdue how late it has to be
     * @return its state after that; empty if it is no longer stuck, or another node is repairing
     * @throws IllegalStateException if the store can't be written
     */
    Optional<Map<String, Object>> carryOut(
            StuckTrigger trigger, RepairDecision decision, Duration overdue, RepairRequest request) {
        JobDefinition job = RepairDecision.definition(trigger, catalogue).orElse(null);
        try {
            if (trigger.kind() == StuckTriggerReport.Kind.ERROR && job != null) {
                reconciler.store(job);
            }
            Optional<Map<String, Object>> after =
                    jdbi.inTransaction(handle -> change(handle, trigger, decision.remedy(), overdue, request));
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
        if (!RepairRepository.lock(handle, ONE_NODE_AT_A_TIME)) {
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
    private static @Nullable String carryOut(Handle handle, StuckTrigger trigger, RepairDecision.Remedy remedy) {
        return switch (remedy) {
            case FIRE ->
                // The end of a run that goes on sets what it blocks to fire; without that, two runs would go on at
                // once.
                set(handle, trigger, RepairRepository.isBlocked(handle, trigger) ? "BLOCKED" : "WAITING");
            case KEEP_PAUSED -> set(handle, trigger, "PAUSED");
            case RECREATE -> delete(handle, trigger);
            case NOTHING ->
                throw new IllegalArgumentException("there is nothing to be done about " + trigger.trigger());
        };
    }

    private static String set(Handle handle, StuckTrigger trigger, String state) {
        RepairRepository.setState(handle, trigger, state);
        return state;
    }

    private static @Nullable String delete(Handle handle, StuckTrigger trigger) {
        RepairRepository.delete(handle, trigger);
        return null;
    }
}
