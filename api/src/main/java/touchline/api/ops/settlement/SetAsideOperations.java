package touchline.api.ops.settlement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import touchline.market.matchfeed.FixtureId;
import touchline.market.settlement.SetAsideRecords;
import touchline.market.settlement.SetAsideRepair;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.operation.Attribution;

/** Clears records that were set aside, and writes it to the audit log. */
final class SetAsideOperations {
    private final Jdbi jdbi;
    private final SetAsideRecords setAside;
    private final SetAsideRepair repair;

    SetAsideOperations(Jdbi jdbi, SetAsideRecords setAside, SetAsideRepair repair) {
        this.jdbi = jdbi;
        this.setAside = setAside;
        this.repair = repair;
    }

    List<SetAsideRepair.Clearing> all() {
        return previews(setAside.all());
    }

    /** Those of a match. */
    List<SetAsideRepair.Clearing> of(FixtureId fixture) {
        return previews(setAside.of(fixture.toString()));
    }

    private List<SetAsideRepair.Clearing> previews(List<SetAsideRecords.Item> items) {
        return items.stream()
                .flatMap(item -> repair.preview(item.subject()).stream())
                .toList();
    }

    /** As {@link SetAsideRepair#clear}. The audit row is written first, and rolled back if nothing was done. */
    Optional<SetAsideRepair.Clearing> clear(String subject, boolean writeOff, Attribution order) {
        Optional<SetAsideRepair.Clearing> plan = repair.preview(subject);
        if (plan.isEmpty() || (plan.get().action() == SetAsideRepair.Action.WRITE_OFF && !writeOff)) {
            return plan;
        }
        return jdbi.inTransaction(handle -> {
            AuditLog.write(
                    handle,
                    order.actor(),
                    new AuditLog.Change("clear-set-aside", subject, order.reason()),
                    Map.of("why", plan.get().item().why()),
                    Map.of(
                            "action",
                            plan.get().action().name(),
                            "detail",
                            plan.get().words()));
            Optional<SetAsideRepair.Clearing> done = repair.clear(subject, writeOff);
            if (done.isEmpty() || (done.get().action() == SetAsideRepair.Action.WRITE_OFF && !writeOff)) {
                handle.rollback();
            }
            return done;
        });
    }
}
