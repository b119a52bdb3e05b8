package touchline.scheduler.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Reads nodes without a free thread while work is due. */
final class ThreadStarvationQuery {
    private static final String STARVED = QuartzSql.of("""
            SELECT n.node, n.threads, n.starved_since, count(*) AS due, min(t.next_fire_time) AS oldest
            FROM job_nodes n
            JOIN job_node_jobs j ON j.node = n.node AND j.runs
            JOIN qrtz_triggers t ON t.sched_name = {scheduler} AND t.job_group = j.job_group AND t.job_name = j.job_name
            WHERE n.starved_since < now() - make_interval(secs => :patience / 1000.0)
              AND n.stopped_at IS NULL AND n.died_at IS NULL AND n.seen_at > now() - interval '10 seconds'
              AND t.trigger_state = 'WAITING'
              AND t.next_fire_time BETWEEN 1 AND (extract(epoch FROM now()) * 1000)::bigint
              AND NOT EXISTS (SELECT 1 FROM job_pauses p
                              WHERE p.job_group = '*'
                                 OR p.job_group = t.job_group AND p.job_name = t.job_name AND t.trigger_group <> 'operator')
            GROUP BY n.node, n.threads, n.starved_since
            ORDER BY n.starved_since
            """);

    private ThreadStarvationQuery() {}

    /** Returns the nodes that have had no free thread for longer than {@code patience}. */
    static List<ThreadStarvation> starved(Handle handle, Duration patience) {
        return handle.createQuery(STARVED)
                .bind("patience", patience.toMillis())
                .map((row, context) -> new ThreadStarvation(
                        row.getString("node"),
                        row.getInt("threads"),
                        TimeColumns.time(row, "starved_since"),
                        row.getLong("due"),
                        Instant.ofEpochMilli(row.getLong("oldest")),
                        holds(handle, row.getString("node"))))
                .list();
    }

    private static List<ThreadStarvation.Hold> holds(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT id, job_group, job_name, fired_at FROM job_executions
                        WHERE node = :node AND outcome = 'RUNNING' ORDER BY fired_at
                        """)
                .bind("node", node)
                .map((row, context) -> new ThreadStarvation.Hold(
                        row.getLong("id"),
                        row.getString("job_group") + "/" + row.getString("job_name"),
                        TimeColumns.time(row, "fired_at")))
                .list();
    }
}
