package touchline.scheduler.repair;

import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up for lost what the history takes for running or waiting and Quartz' tables don't know of. A run's row and Quartz' are written in one transaction, so
 * this is about what somebody did to the tables by hand, and about an operator's request whose node died before it reached the scheduler.
 */
final class LostRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LostRuns.class);

    private final Jdbi jdbi;

    LostRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Marks them; any node may at any time. */
    void mark() {
        int lost = jdbi.inTransaction(handle ->
                handle.createUpdate("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'Quartz knows of no such run'
                        WHERE e.outcome = 'RUNNING' AND e.fired_at < now() - interval '3 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                          WHERE f.sched_name = 'touchline' AND f.entry_id = e.fire_id)
                        """).execute() + handle.createUpdate("""
                        UPDATE job_executions AS e
                        SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'the request did not reach the scheduler'
                        WHERE e.outcome = 'QUEUED' AND e.scheduled_at < now() - interval '10 seconds'
                          AND NOT EXISTS (SELECT 1 FROM qrtz_triggers t
                                          WHERE t.sched_name = 'touchline' AND t.trigger_group = 'operator'
                                            AND t.trigger_name = e.id::text)
                        """).execute());
        if (lost > 0) {
            LOG.warn("{} runs were lost", lost);
        }
    }
}
