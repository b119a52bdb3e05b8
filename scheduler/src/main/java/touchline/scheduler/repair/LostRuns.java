package touchline.scheduler.repair;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.sql.QuartzSql;

/**
 * Declares runs lost that are running or queued in the history and unknown to Quartz. Both are written in one transaction, so this concerns manual
 * changes of the tables, and operators' requests whose node died before they reached the scheduler.
 */
final class LostRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);

    private final Jdbi jdbi;

    LostRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Marks lost runs. Any node can do so at any time. */
    void mark() {
        int lost = jdbi.inTransaction(
                handle -> handle.createUpdate(QuartzSql.of("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'Quartz knows of no such run'
                        WHERE e.outcome = 'RUNNING' AND e.fired_at < now() - interval '3 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                          WHERE f.sched_name = {scheduler} AND f.entry_id = e.fire_id)
                        """)).execute()
                        + handle.createUpdate(QuartzSql.of("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'the request did not reach the scheduler'
                        WHERE e.outcome = 'QUEUED' AND e.scheduled_at < now() - interval '10 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_triggers t
                                          WHERE t.sched_name = {scheduler} AND t.trigger_group = 'operator'
                                            AND t.trigger_name = e.id::text)
                        """)).execute());
        if (lost > 0) {
            LOG.warn("{} runs were lost", lost);
        }
    }
}
