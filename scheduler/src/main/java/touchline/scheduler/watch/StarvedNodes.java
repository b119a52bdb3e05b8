package touchline.scheduler.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.sql.QuartzSql;

/** Finds nodes without a free thread while work is due. Thread-safe. */
public final class StarvedNodes {
    private static final Logger LOG = LoggerFactory.getLogger(StarvedNodes.class);

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

    private final Jdbi jdbi;
    private final WatchdogRules rules;
    private final Map<String, Instant> reported = new ConcurrentHashMap<>();

    public StarvedNodes(Jdbi jdbi, WatchdogRules rules) {
        this.jdbi = jdbi;
        this.rules = rules;
    }

    public List<ThreadStarvation> now() {
        return jdbi.withHandle(handle -> handle.createQuery(STARVED)
                .bind("patience", rules.starved().toMillis())
                .map((row, context) -> new ThreadStarvation(
                        row.getString("node"),
                        row.getInt("threads"),
                        row.getTimestamp("starved_since").toInstant(),
                        row.getLong("due"),
                        Instant.ofEpochMilli(row.getLong("oldest")),
                        held(handle, row.getString("node"))))
                .list());
    }

    /** Logs the starvation of this node, once for each time. */
    public void report(String node) {
        List<ThreadStarvation> mine = new ArrayList<>(now());
        mine.removeIf(starvation -> !starvation.node().equals(node));
        for (ThreadStarvation starvation : mine) {
            if (!starvation.since().equals(reported.put(node, starvation.since()))) {
                LOG.warn(
                        "no thread has been free since {}, with {} triggers due; held by {}",
                        starvation.since(),
                        starvation.due(),
                        starvation.held());
            }
        }
    }

    private static List<ThreadStarvation.Hold> held(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT id, job_group, job_name, fired_at FROM job_executions
                        WHERE node = :node AND outcome = 'RUNNING' ORDER BY fired_at
                        """)
                .bind("node", node)
                .map((row, context) -> new ThreadStarvation.Hold(
                        row.getLong("id"),
                        row.getString("job_group") + "/" + row.getString("job_name"),
                        row.getTimestamp("fired_at").toInstant()))
                .list();
    }
}
