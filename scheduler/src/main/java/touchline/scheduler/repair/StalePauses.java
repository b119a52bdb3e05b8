package touchline.scheduler.repair;

import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;

/**
 * Lifts a pause of the group in which Quartz puts what it recovers. Quartz leaves one behind when everything is paused during a recovery, and no resuming ends it
 * (quartz-scheduler/quartz#673). Our own pauses are rows of our own, so it is nobody's.
 */
final class StalePauses {
    private static final Logger LOG = LoggerFactory.getLogger(StalePauses.class);

    private final Jdbi jdbi;
    private final Actor self;

    StalePauses(Jdbi jdbi, Actor self) {
        this.jdbi = jdbi;
        this.self = self;
    }

    /** Lifts it, with what waits in it, at once. Done again, nothing happens. */
    void lift() {
        jdbi.useTransaction(handle -> {
            if (handle.createUpdate("""
                            DELETE FROM qrtz_paused_trigger_grps
                            WHERE sched_name = 'touchline' AND trigger_group = 'RECOVERING_JOBS'
                            """).execute() == 0) {
                return;
            }
            LockRows.takeTriggers(handle);
            int freed = handle.createUpdate("""
                            UPDATE qrtz_triggers
                            SET trigger_state = CASE trigger_state WHEN 'PAUSED' THEN 'WAITING' ELSE 'BLOCKED' END
                            WHERE sched_name = 'touchline' AND trigger_group = 'RECOVERING_JOBS' AND trigger_state IN ('PAUSED', 'PAUSED_BLOCKED')
                            """).execute();
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
