package touchline.scheduler.repair;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/**
 * Removes a pause of the group of recovered triggers. Quartz leaves one behind when all triggers are paused during a recovery, and resuming does not
 * end it (quartz-scheduler/quartz#673). The platform's own pauses are separate rows, so no operator has made it.
 */
final class StalePauses {
    private static final Logger LOG = LoggerFactory.getLogger(StalePauses.class);

    private final Jdbi jdbi;
    private final Actor self;

    StalePauses(Jdbi jdbi, Actor self) {
        this.jdbi = jdbi;
        this.self = self;
    }

    /** Removes the pause and frees its triggers. Idempotent. */
    void lift() {
        jdbi.useTransaction(handle -> {
            if (!RepairRepository.deleteRecoveryPause(handle)) {
                return;
            }
            LockRepository.takeTriggers(handle);
            int freed = RepairRepository.resumeRecoveries(handle);
            AuditLog.write(
                    handle,
                    self,
                    new AuditLog.Change(
                            "lift-stale-pause", "scheduler", "Quartz left its group RECOVERING_JOBS paused"),
                    Map.of("group", "RECOVERING_JOBS"),
                    Map.of("freed", freed));
            LOG.warn("a stale pause of RECOVERING_JOBS is lifted: runs={}", freed);
        });
    }
}
