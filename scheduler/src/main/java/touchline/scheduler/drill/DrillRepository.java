package touchline.scheduler.drill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Rows of drills, and what they are about. */
final class DrillRepository {
    /** A node looks for due triggers at least this often. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A standby asks for a released lease four times a second, and nodes report once a second. */
    private static final Duration SERVICE = Duration.ofSeconds(3);

    private DrillRepository() {}

    static Optional<String> underWay(Handle handle) {
        return handle.createQuery("SELECT node FROM job_drills WHERE ended_at IS NULL")
                .mapTo(String.class)
                .findOne();
    }

    /** Why a hand-over of the node's services would do harm at the moment, as it last reported. */
    static Optional<String> objection(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT objection FROM job_services
                        WHERE node = :node AND state = 'ACTIVE' AND lease IS NOT NULL AND objection IS NOT NULL
                        ORDER BY service LIMIT 1
                        """).bind("node", node).mapTo(String.class).findOne();
    }

    /** Returns whether a living node is draining, and keeps it so until the end of the transaction; empty if it is not alive. */
    static Optional<Boolean> lockDrain(Handle handle, String node) {
        return handle.createQuery("""
                        SELECT drain_requested FROM job_nodes
                        WHERE node = :node AND stopped_at IS NULL AND died_at IS NULL
                        FOR UPDATE
                        """).bind("node", node).mapTo(Boolean.class).findOne();
    }

    /** Adds a drill and returns its id; empty if another one is under way. */
    static Optional<Long> insert(Handle handle, String node, Actor actor, String reason) {
        return handle.createQuery("""
                        INSERT INTO job_drills (node, actor, reason) VALUES (:node, :actor, :reason)
                        ON CONFLICT DO NOTHING
                        RETURNING id
                        """)
                .bind("node", node)
                .bind("actor", actor.name())
                .bind("reason", reason.replace('\u0000', ' '))
                .mapTo(Long.class)
                .findOne();
    }

    /** Expects the jobs that are due within a time, and the services whose lease the node holds, if another node can take them over. */
    static void expect(Handle handle, long drill, String node, Duration within) {
        handle.createUpdate(QuartzSql.of("""
                        INSERT INTO job_drill_takeovers (drill_id, kind, subject, predicted_ms)
                        SELECT :drill, 'JOB', t.job_group || '/' || t.job_name,
                               greatest(0, t.next_fire_time - (extract(epoch FROM now()) * 1000)::bigint) + :look
                        FROM qrtz_triggers t
                        JOIN job_node_jobs j ON j.node = :node AND j.job_group = t.job_group AND j.job_name = t.job_name AND j.runs
                        WHERE t.sched_name = {scheduler} AND t.trigger_group = t.job_group AND t.trigger_name = t.job_name
                          AND t.trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED') AND t.next_fire_time > 0
                          AND t.next_fire_time < (extract(epoch FROM now()) * 1000)::bigint + :within
                          AND EXISTS (SELECT 1 FROM job_node_jobs o JOIN job_nodes n USING (node)
                                      WHERE o.job_group = t.job_group AND o.job_name = t.job_name AND o.runs AND o.node <> :node
                                        AND n.stopped_at IS NULL AND n.died_at IS NULL AND NOT n.drain_requested
                                        AND n.seen_at > now() - interval '10 seconds')
                          AND NOT EXISTS (SELECT 1 FROM job_pauses p
                                          WHERE p.job_group = '*' OR p.job_group = t.job_group AND p.job_name = t.job_name)
                        """))
                .bind("drill", drill)
                .bind("node", node)
                .bind("look", LOOK.toMillis())
                .bind("within", within.toMillis())
                .execute();
        handle.createUpdate("""
                        INSERT INTO job_drill_takeovers (drill_id, kind, subject, predicted_ms)
                        SELECT :drill, 'SERVICE', s.service, :predicted FROM job_services s
                        WHERE s.node = :node AND s.state = 'ACTIVE' AND s.lease IS NOT NULL
                          AND EXISTS (SELECT 1 FROM job_services o JOIN job_nodes n USING (node)
                                      WHERE o.service = s.service AND o.node <> :node AND o.state = 'STANDBY'
                                        AND n.stopped_at IS NULL AND n.died_at IS NULL AND o.reported_at > now() - interval '10 seconds')
                        """)
                .bind("drill", drill)
                .bind("node", node)
                .bind("predicted", SERVICE.toMillis())
                .execute();
        handle.createUpdate("""
                        UPDATE job_services SET restart_requested_at = now(), restart_by = d.actor, hand_over = true
                        FROM job_drills d JOIN job_drill_takeovers t ON t.drill_id = d.id AND t.kind = 'SERVICE'
                        WHERE d.id = :drill AND job_services.node = d.node AND job_services.service = t.subject
                        """).bind("drill", drill).execute();
    }

    /** Records what other nodes have taken over since the drill that is under way began. */
    static void observe(Handle handle) {
        handle.createUpdate("""
                        WITH first AS (
                            SELECT t.drill_id, t.kind, t.subject, r.node, r.fired_at
                            FROM job_drills d JOIN job_drill_takeovers t ON t.drill_id = d.id AND t.kind = 'JOB' AND t.taken_at IS NULL
                            CROSS JOIN LATERAL (
                                SELECT x.node, x.fired_at
                                FROM (SELECT e.node, e.fired_at FROM job_executions e
                                      WHERE e.job_group = split_part(t.subject, '/', 1) AND e.job_name = split_part(t.subject, '/', 2)
                                      ORDER BY e.id DESC LIMIT 200) AS x
                                WHERE x.fired_at > d.started_at AND x.node <> d.node
                                ORDER BY x.fired_at LIMIT 1) AS r
                            WHERE d.ended_at IS NULL
                            UNION ALL
                            SELECT t.drill_id, t.kind, t.subject, s.node, s.reported_at
                            FROM job_drills d JOIN job_drill_takeovers t ON t.drill_id = d.id AND t.kind = 'SERVICE' AND t.taken_at IS NULL
                            JOIN job_services s ON s.service = t.subject AND s.node <> d.node AND s.state = 'ACTIVE'
                            WHERE d.ended_at IS NULL AND s.reported_at > d.started_at
                        )
                        UPDATE job_drill_takeovers t SET taken_by = first.node, taken_at = first.fired_at
                        FROM first WHERE t.drill_id = first.drill_id AND t.kind = first.kind AND t.subject = first.subject
                        """).execute();
    }

    /** Returns node and id of the drill that is under way if all is taken over, or if it has lasted too long. */
    static Optional<Map.Entry<String, Long>> finished(Handle handle, Duration longest) {
        return handle.createQuery("""
                        SELECT d.node, d.id FROM job_drills d
                        WHERE d.ended_at IS NULL
                          AND (d.started_at < now() - make_interval(secs => :longest)
                               OR NOT EXISTS (SELECT 1 FROM job_drill_takeovers t WHERE t.drill_id = d.id AND t.taken_at IS NULL))
                        """)
                .bind("longest", longest.toSeconds())
                .map((row, context) -> Map.entry(row.getString("node"), row.getLong("id")))
                .findOne();
    }

    static void end(Handle handle, long id) {
        handle.createUpdate("UPDATE job_drills SET ended_at = now() WHERE id = :id AND ended_at IS NULL")
                .bind("id", id)
                .execute();
    }

    /** Drills before an id, the latest first. */
    static List<Drill> latest(Handle handle, long before, int most) {
        Map<Long, Drill> drills = new LinkedHashMap<>();
        Map<Long, List<Drill.TakeOver>> takeOvers = new LinkedHashMap<>();
        handle.createQuery("""
                        SELECT d.*, t.kind, t.subject, t.predicted_ms, t.taken_by,
                               (extract(epoch FROM t.taken_at - d.started_at) * 1000)::bigint AS took
                        FROM (SELECT * FROM job_drills WHERE id < :before ORDER BY id DESC LIMIT :most) AS d
                        LEFT JOIN job_drill_takeovers t ON t.drill_id = d.id
                        ORDER BY d.id DESC, t.kind, t.subject
                        """)
                .bind("before", before)
                .bind("most", most)
                .map((row, context) -> {
                    Drill drill = new Drill(
                            row.getLong("id"),
                            row.getString("node"),
                            row.getString("actor"),
                            row.getString("reason"),
                            TimeColumns.time(row, "started_at"),
                            TimeColumns.timeOrNull(row, "ended_at"),
                            List.of());
                    List<Drill.TakeOver> own = takeOvers.computeIfAbsent(drill.id(), any -> new ArrayList<>());
                    if (row.getString("kind") != null) {
                        own.add(new Drill.TakeOver(
                                Drill.Kind.valueOf(row.getString("kind")),
                                row.getString("subject"),
                                row.getLong("predicted_ms"),
                                row.getString("taken_by"),
                                row.getObject("took", Long.class)));
                    }
                    return drill;
                })
                .forEach(drill -> drills.putIfAbsent(drill.id(), drill));
        return drills.values().stream()
                .map(drill -> new Drill(
                        drill.id(),
                        drill.node(),
                        drill.actor(),
                        drill.reason(),
                        drill.startedAt(),
                        drill.endedAt(),
                        takeOvers.getOrDefault(drill.id(), List.of())))
                .toList();
    }
}
