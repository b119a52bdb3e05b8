package touchline.scheduler.alert.rule;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.text.HumanFormat;

/** Lasting conditions of nodes and their services. */
final class NodeConditionsQuery {
    private static final Duration STARVED = Duration.ofSeconds(30);

    private NodeConditionsQuery() {}

    /** Finds nodes without a free thread for longer than the threshold. */
    static List<AlertFinding> starved(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle.createQuery("""
                        SELECT node, threads, (extract(epoch FROM now() - starved_since) * 1000)::bigint AS since_ms
                        FROM job_nodes
                        WHERE stopped_at IS NULL AND died_at IS NULL AND seen_at > now() - interval '10 seconds'
                          AND starved_since < now() - :over * interval '1 millisecond'
                        """)
                .bind("over", rule.overOr(STARVED).toMillis())
                .map((row, context) -> AlertFinding.now(
                        row.getString("node"),
                        "no thread of " + row.getString("node") + " has been free for "
                                + HumanFormat.span(row.getLong("since_ms")) + ": all " + row.getLong("threads")
                                + " are busy"))
                .list();
    }

    /** Finds nodes that do not fire because their clock is off, or whose clock is off by more than the threshold. */
    static List<AlertFinding> clock(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        Duration over = rule.over();
        return handle.createQuery("""
                        SELECT node, clock_offset_ms, state
                        FROM job_nodes
                        WHERE stopped_at IS NULL AND died_at IS NULL AND seen_at > now() - interval '10 seconds'
                          AND (:over::bigint IS NULL AND state = 'CLOCK_OFF' AND clock_offset_ms <> 0 OR abs(clock_offset_ms) > :over::bigint)
                        """)
                .bind("over", over == null ? null : over.toMillis())
                .map((row, context) -> {
                    long offset = row.getLong("clock_offset_ms");
                    return AlertFinding.now(
                            row.getString("node"),
                            "the clock of " + row.getString("node") + " is " + Math.abs(offset) + " ms "
                                    + (offset > 0 ? "ahead of" : "behind") + " the database's"
                                    + (row.getString("state").equals("CLOCK_OFF") ? ", so it fires nothing" : ""));
                })
                .list();
    }

    /** Finds nodes that died within the window and have not come back, and silent nodes that have not been declared dead. */
    static List<AlertFinding> lost(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle.createQuery("""
                        SELECT n.node, n.host, n.found_dead_by, (extract(epoch FROM now() - n.seen_at) * 1000)::bigint AS silent_ms
                        FROM job_nodes n
                        WHERE n.stopped_at IS NULL
                          AND coalesce(n.died_at, CASE WHEN n.seen_at < now() - interval '15 seconds' THEN n.seen_at END)
                              > greatest(now() - :within * interval '1 millisecond',
                                         (SELECT max(a.closed_at) FROM job_alerts a WHERE a.rule = :rule AND a.subject = n.node))
                        """)
                .bind("within", rule.window().toMillis())
                .bind("rule", rule.name())
                .map((row, context) -> {
                    String by = row.getString("found_dead_by");
                    return AlertFinding.now(
                            row.getString("node"),
                            by == null
                                    ? row.getString("node") + " has been silent for "
                                            + HumanFormat.span(row.getLong("silent_ms"))
                                    : row.getString("node") + " is dead: " + by + " found that it no longer checks in");
                })
                .list();
    }

    /** Finds services that report a failure. */
    static List<AlertFinding> services(Handle handle, AlertRule rule, List<JobDefinition> jobs) {
        return handle.createQuery("""
                        SELECT s.service, s.node, s.detail, s.last_error
                        FROM job_services s JOIN job_nodes n USING (node)
                        WHERE s.state = 'FAILING'
                          AND n.stopped_at IS NULL AND n.died_at IS NULL AND s.reported_at > now() - interval '10 seconds'
                        """)
                .map((row, context) -> {
                    String error = row.getString("last_error");
                    String detail = row.getString("detail");
                    return AlertFinding.now(
                            row.getString("service") + "@" + row.getString("node"),
                            row.getString("service") + " is failing on " + row.getString("node")
                                    + (detail == null || detail.isBlank() ? "" : ", " + detail)
                                    + (error == null || error.isBlank() ? "" : ": " + error));
                })
                .list();
    }
}
