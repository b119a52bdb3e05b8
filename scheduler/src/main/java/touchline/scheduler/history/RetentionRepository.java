package touchline.scheduler.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Deletes rows that are older than their retention. */
public final class RetentionRepository {
    private static final int BATCH = 5_000;

    private final Jdbi jdbi;
    private final Period keep;

    /**
     * Retention periods.
     *
     * @param runs of successful runs and their logs
     * @param failures of other runs
     * @param audit of the audit, alerts, missed times, and nodes that are gone
     */
    public record Period(Duration runs, Duration failures, Duration audit) {
        public Period {
            if (runs.compareTo(Duration.ofHours(1)) < 0
                    || failures.compareTo(runs) < 0
                    || audit.compareTo(failures) < 0) {
                throw new IllegalArgumentException(
                        "runs are kept for an hour at least, failures as long as those, the audit as long as failures");
            }
        }
    }

    public RetentionRepository(Jdbi jdbi, Period keep) {
        this.jdbi = jdbi;
        this.keep = keep;
    }

    /** Deletes up to a few thousand runs in its own transaction; returns their number, 0 if none is left. */
    public int runs(Instant now) {
        return jdbi.inTransaction(handle -> handle.createUpdate("""
                        DELETE FROM job_executions WHERE id IN (
                            SELECT id FROM job_executions
                            WHERE finished_at < :failures OR finished_at < :runs AND outcome IN ('SUCCEEDED', 'SKIPPED')
                            LIMIT :batch)
                        """)
                .bind("failures", now.minus(keep.failures()).atOffset(ZoneOffset.UTC))
                .bind("runs", now.minus(keep.runs()).atOffset(ZoneOffset.UTC))
                .bind("batch", BATCH)
                .execute());
    }

    /** Does the same for the audit, closed alerts, and nodes that are gone. */
    public int records(Instant now) {
        return jdbi.inTransaction(handle -> delete(handle, now, """
                        DELETE FROM job_audit WHERE id IN (SELECT id FROM job_audit WHERE at < :before ORDER BY id LIMIT :batch)
                        """)
                + delete(handle, now, """
                        DELETE FROM job_alerts WHERE id IN (SELECT id FROM job_alerts WHERE closed_at < :before LIMIT :batch)
                        """)
                + delete(handle, now, """
                        DELETE FROM job_nodes WHERE node IN (SELECT node FROM job_nodes WHERE seen_at < :before LIMIT :batch)
                        """)
                + delete(handle, now, """
                        DELETE FROM job_misfires WHERE id IN (SELECT id FROM job_misfires WHERE handled_at < :before LIMIT :batch)
                        """));
    }

    private int delete(Handle handle, Instant now, String statement) {
        return handle.createUpdate(statement)
                .bind("before", now.minus(keep.audit()).atOffset(ZoneOffset.UTC))
                .bind("batch", BATCH)
                .execute();
    }
}
