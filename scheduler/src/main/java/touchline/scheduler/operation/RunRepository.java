package touchline.scheduler.operation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;

/** Reads and changes the rows of runs for operators. Thread-safe. */
final class RunRepository {
    private final Jdbi jdbi;

    RunRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether a node of the cluster runs the job. */
    boolean isRunnable(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_job_details
                                       WHERE sched_name = {scheduler} AND job_group = :group AND job_name = :name)
                        """))
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether a requested run waits, for its time or for the end of a pause. */
    boolean isRequested(JobName job, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT EXISTS (SELECT 1 FROM qrtz_triggers
                                       WHERE sched_name = {scheduler} AND trigger_group = :job AND trigger_name = :subject)
                        """))
                .bind("job", job.toString())
                .bind("subject", subject)
                .mapTo(Boolean.class)
                .one());
    }

    /** Returns the node on which a requested run is running. */
    Optional<String> nodeOf(JobName job, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT node FROM job_executions
                        WHERE job_group = :group AND job_name = :name AND trigger_name = :subject AND outcome = 'RUNNING' LIMIT 1
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("subject", subject)
                .mapTo(String.class)
                .findOne());
    }

    /** Returns the ids of the job's running runs that nobody has interrupted. */
    List<Long> interruptible(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id FROM job_executions
                        WHERE job_group = :group AND job_name = :name AND outcome = 'RUNNING' AND interrupt_requested_at IS NULL
                        ORDER BY id
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Long.class)
                .list());
    }

    static Optional<JobName> jobOf(Handle handle, long run) {
        return handle.createQuery("SELECT job_group, job_name FROM job_executions WHERE id = :id")
                .bind("id", run)
                .map((row, context) -> new JobName(row.getString(1), row.getString(2)))
                .findOne();
    }

    /** Requests the interrupt of a run; false if it is not running, or was interrupted before. */
    static boolean requestInterrupt(Handle handle, long run, Attribution by) {
        return handle.createUpdate("""
                        UPDATE job_executions
                        SET interrupt_requested_at = now(), interrupt_by = :actor, interrupt_reason = :reason
                        WHERE id = :id AND outcome = 'RUNNING' AND interrupt_requested_at IS NULL
                        """)
                        .bind("id", run)
                        .bind("actor", by.actor().name())
                        .bind("reason", by.reason())
                        .execute()
                > 0;
    }

    /** Makes a waiting request due now; returns when it was due before. Empty if it does not wait for a time ahead. */
    static Optional<Instant> bringForward(Handle handle, JobName job, String subject) {
        return handle.createQuery(QuartzSql.of("""
                        WITH waiting AS (
                            SELECT sched_name, trigger_name, trigger_group, next_fire_time FROM qrtz_triggers
                            WHERE sched_name = {scheduler} AND trigger_group = :job AND trigger_name = :subject
                              AND trigger_state = 'WAITING' AND next_fire_time > extract(epoch FROM now()) * 1000
                            FOR UPDATE
                        )
                        UPDATE qrtz_triggers AS t SET next_fire_time = (extract(epoch FROM now()) * 1000)::bigint
                        FROM waiting w
                        WHERE t.sched_name = w.sched_name AND t.trigger_name = w.trigger_name AND t.trigger_group = w.trigger_group
                        RETURNING w.next_fire_time
                        """))
                .bind("job", job.toString())
                .bind("subject", subject)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli);
    }

    /** Adds a queued run; returns its id. */
    static long queue(Handle handle, JobName job, Map<String, String> parameters, Attribution by) {
        Map<String, String> sorted = new TreeMap<>(parameters);
        return handle.createQuery("""
                        INSERT INTO job_executions
                            (job_group, job_name, trigger_name, cause, triggered_by, parameters, scheduled_at, outcome)
                        VALUES (:group, :name, 'operator', 'OPERATOR', :actor,
                                coalesce((SELECT jsonb_object_agg(key, value)
                                          FROM unnest(:keys::text[], :values::text[]) AS p(key, value)), '{}'), now(), 'QUEUED')
                        RETURNING id
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("actor", by.actor().name())
                .bindArray("keys", String.class, List.copyOf(sorted.keySet()))
                .bindArray("values", String.class, List.copyOf(sorted.values()))
                .mapTo(Long.class)
                .one();
    }
}
