package touchline.scheduler.quartz;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;

/** Reads which nodes run which jobs. */
final class KnownJobsQuery {
    private KnownJobsQuery() {}

    /** Returns the jobs of which this node is the youngest living one that runs them. */
    static List<JobName> keptBy(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT j.job_group, j.job_name
                        FROM job_node_jobs j JOIN job_nodes n USING (node)
                        WHERE j.runs AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds'
                        GROUP BY j.job_group, j.job_name
                        HAVING (array_agg(n.node ORDER BY n.started_at DESC, n.node))[1] = :node
                        """)
                .bind("node", node)
                .map((row, context) -> new JobName(row.getString("job_group"), row.getString("job_name")))
                .list();
    }

    /** A job as the store names it; such a name can be invalid. */
    record StoredName(String group, String name) {}

    /** Returns the jobs that a living or recently silent node runs, and those with waiting requests. */
    static Set<StoredName> inUse(Handle handle) {
        return handle.createQuery(QuartzSql.of("""
                        SELECT DISTINCT j.job_group, j.job_name
                        FROM job_node_jobs j JOIN job_nodes n USING (node)
                        WHERE j.runs AND n.stopped_at IS NULL AND n.seen_at > now() - interval '10 minutes'
                        UNION
                        SELECT t.job_group, t.job_name
                        FROM qrtz_triggers t
                        WHERE t.sched_name = {scheduler} AND (t.trigger_group, t.trigger_name) <> (t.job_group, t.job_name)
                        """))
                .map((row, context) -> new StoredName(row.getString("job_group"), row.getString("job_name")))
                .collect(Collectors.toSet());
    }
}
