package touchline.scheduler.repair;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.sql.QuartzSql;

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
            if (handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_paused_trigger_grps
                            WHERE sched_name = {scheduler} AND trigger_group = 'RECOVERING_JOBS'
                            """)).execute() == 0) {
                return;
            }
            LockRepository.takeTriggers(handle);
            int freed = handle.createUpdate(QuartzSql.of("""
                            UPDATE qrtz_triggers
                            SET trigger_state = CASE trigger_state WHEN 'PAUSED' THEN 'WAITING' ELSE 'BLOCKED' END
                            WHERE sched_name = {scheduler} AND trigger_group = 'RECOVERING_JOBS' AND trigger_state IN ('PAUSED', 'PAUSED_BLOCKED')
                            """)).execute();
            AuditLog.write(
                    handle,
                    self,
                    new AuditLog.Change(
                            "lift-stale-pause",
                            "scheduler",
                            "Quartz' group RECOVERING_JOBS was paused by nobody who is there"),
                    Map.of("group", "RECOVERING_JOBS"),
                    Map.of("freed", freed));
            LOG.warn("a stale pause of RECOVERING_JOBS is lifted, and {} runs with it", freed);
        });
    }
}
