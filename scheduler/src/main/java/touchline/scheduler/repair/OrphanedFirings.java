package touchline.scheduler.repair;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/**
 * Finds fired triggers of nodes that do not check in. Quartz looks for them only when a node starts. Such a node is inserted with an old check-in, so
 * that the next node to check in recovers it.
 */
final class OrphanedFirings {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanedFirings.class);

    private final Jdbi jdbi;
    private final Actor self;

    OrphanedFirings(Jdbi jdbi, Actor self) {
        this.jdbi = jdbi;
        this.self = self;
    }

    /** Makes the cluster recover them. */
    void adopt() {
        if (jdbi.withHandle(RepairRepository::orphans).isEmpty()) {
            return;
        }
        jdbi.useTransaction(handle -> {
            LockRepository.takeNodes(handle);
            for (RepairRepository.Orphans owner : RepairRepository.orphans(handle)) {
                RepairRepository.addOverdueCheckIn(handle, owner.node());
                AuditLog.write(
                        handle,
                        self,
                        new AuditLog.Change("recover-orphans", owner.node(), "it is not among the nodes that check in"),
                        Map.of("firings", owner.firings()),
                        null);
                LOG.warn(
                        "firings of a node that has ended are recovered by the others: firings={} node={}",
                        owner.firings(),
                        owner.node());
            }
        });
    }
}
