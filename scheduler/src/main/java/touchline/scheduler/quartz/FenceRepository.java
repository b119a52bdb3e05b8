package touchline.scheduler.quartz;

import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;

/** The rows of {@code job_fences}, within the caller's transaction. */
final class FenceRepository {
    private FenceRepository() {}

    /** Raises a job's token for a run, and returns it. */
    static long raise(Handle handle, JobName job, long execution) {
        long raised = handle.createQuery("""
                        INSERT INTO job_fences AS f (job_group, job_name, token)
                        VALUES (:group, :name, nextval('fencing_tokens'))
                        ON CONFLICT (job_group, job_name) DO UPDATE SET token = greatest(f.token + 1, excluded.token)
                        RETURNING token
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Long.class)
                .one();
        handle.createUpdate("UPDATE job_executions SET fence = :token WHERE id = :id")
                .bind("token", raised)
                .bind("id", execution)
                .execute();
        return raised;
    }

    /** Returns a job's token and keeps it until the end of the transaction. */
    static long hold(Handle handle, JobName job) {
        return handle.createQuery(
                        "SELECT token FROM job_fences WHERE job_group = :group AND job_name = :name FOR SHARE")
                .bind("group", job.group())
                .bind("name", job.name())
                .mapTo(Long.class)
                .one();
    }
}
