package touchline.scheduler.node;

import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.audit.AuditLog;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.sql.QuartzSql;

/** This node's rows in {@code job_nodes} and the tables about it. */
public final class NodeRepository {
    private final Jdbi jdbi;
    private final NodeIdentity identity;

    public NodeRepository(Jdbi jdbi, NodeIdentity identity) {
        this.jdbi = jdbi;
        this.identity = identity;
    }

    /** The state of a node. */
    public enum State {
        STARTING,
        FIRING,
        /** An operator has drained it: it takes no new runs. */
        DRAINING,
        /** Its clock is off, so it does not fire. */
        CLOCK_OFF
    }

    /** Adds the node and the jobs that it knows. */
    public void enter(JobCatalogue catalogue) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("""
                            INSERT INTO job_nodes (node, host, pid, version, state, threads)
                            VALUES (:node, :host, :pid, :version, 'STARTING', :threads)
                            ON CONFLICT (node) DO UPDATE
                            SET started_at = now(), seen_at = now(), stopped_at = NULL, died_at = NULL, found_dead_by = NULL, pid = excluded.pid
                            """)
                    .bind("node", identity.node())
                    .bind("host", identity.host())
                    .bind("pid", identity.pid())
                    .bind("version", identity.version())
                    .bind("threads", identity.threads())
                    .execute();
            PreparedBatch jobs = handle.prepareBatch("""
                    INSERT INTO job_node_jobs (node, job_group, job_name, runs, condition)
                    VALUES (:node, :group, :name, :runs, :condition)
                    ON CONFLICT (node, job_group, job_name) DO UPDATE SET runs = excluded.runs, condition = excluded.condition
                    """);
            for (JobDefinition job : catalogue.all()) {
                jobs.bind("node", identity.node())
                        .bind("group", job.name().group())
                        .bind("name", job.name().name())
                        .bind("runs", job.condition().holds())
                        .bind("condition", job.condition().words())
                        .add();
            }
            if (jobs.size() > 0) {
                jobs.execute();
            }
            note(handle, "node-started", Map.of("version", identity.version(), "host", identity.host()));
        });
    }

    /** Writes a heartbeat; returns whether an operator has drained the node. */
    public boolean beat(State state, int busy, long clockOffsetMillis) {
        comeBack();
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE job_nodes
                        SET seen_at = now(), state = :state, busy = :busy, clock_offset_ms = :offset,
                            starved_since = CASE WHEN :busy >= threads AND threads > 0 THEN coalesce(starved_since, now()) END
                        WHERE node = :node
                        RETURNING drain_requested
                        """)
                .bind("state", state.name())
                .bind("busy", busy)
                .bind("offset", clockOffsetMillis)
                .bind("node", identity.node())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false));
    }

    /** Revokes that others have declared this node dead. */
    private void comeBack() {
        jdbi.useTransaction(handle -> {
            int wasDead = handle.createUpdate("""
                            UPDATE job_nodes SET died_at = NULL, found_dead_by = NULL WHERE node = :node AND died_at IS NOT NULL
                            """).bind("node", identity.node()).execute();
            if (wasDead > 0) {
                note(handle, "node-back", null);
            }
        });
    }

    private void note(Handle handle, String action, @Nullable Map<String, ?> after) {
        AuditLog.write(
                handle, Actor.node(identity.node()), new AuditLog.Change(action, identity.node(), ""), null, after);
    }

    /** A service's status, and why a restart would do harm at the moment; null if it would do none. */
    record ServiceReport(Service.Status status, @Nullable String objection) {}

    /** Writes the states of the services, by their names. */
    void report(Map<String, ServiceReport> services) {
        if (services.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch rows = handle.prepareBatch("""
                    INSERT INTO job_services AS s
                        (node, service, state, detail, lease, holder, lag_ms, rate_per_s, objection, last_error, last_error_at, reported_at)
                    VALUES (:node, :service, :state, :detail, :lease, :holder, :lag, :rate, :objection, :error,
                            CASE WHEN :error::text IS NOT NULL THEN now() END, now())
                    ON CONFLICT (node, service) DO UPDATE
                    SET state = excluded.state, detail = excluded.detail, lease = excluded.lease, holder = excluded.holder,
                        lag_ms = excluded.lag_ms, rate_per_s = excluded.rate_per_s, objection = excluded.objection,
                        last_error = coalesce(excluded.last_error, s.last_error),
                        last_error_at = CASE WHEN excluded.last_error IS DISTINCT FROM s.last_error AND excluded.last_error IS NOT NULL
                                             THEN now() ELSE s.last_error_at END,
                        reported_at = now()
                    """);
            services.forEach((name, report) -> rows.bind("node", identity.node())
                    .bind("service", name)
                    .bind("state", report.status().state().name())
                    .bind("detail", report.status().detail())
                    .bind("lease", report.status().lease())
                    .bind("holder", report.status().holder())
                    .bind("lag", report.status().lagMillis())
                    .bind("rate", report.status().perSecond())
                    .bind("objection", report.objection())
                    .bind("error", report.status().lastError())
                    .add());
            rows.execute();
        });
    }

    /** Returns this node's services with a requested restart, and whether it is to hand the lease over; marks them as restarted. */
    public Map<String, Boolean> restartsWanted() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE job_services AS s SET restarted_at = now(), hand_over = false
                        FROM (SELECT node, service, hand_over FROM job_services) AS before
                        WHERE s.node = :node AND before.node = s.node AND before.service = s.service AND s.restart_requested_at IS NOT NULL
                          AND (s.restarted_at IS NULL OR s.restarted_at < s.restart_requested_at)
                        RETURNING s.service, before.hand_over
                        """)
                .bind("node", identity.node())
                .map((row, context) -> Map.entry(row.getString("service"), row.getBoolean("hand_over")))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * Declares processes without threads for jobs dead after half a minute without a heartbeat: they do not check in with Quartz, so nothing else
     * would. A suspended one comes back with its next heartbeat.
     */
    public void giveUpTheSilent() {
        jdbi.useTransaction(handle -> handle.createQuery("""
                        UPDATE job_nodes SET died_at = now(), found_dead_by = :node
                        WHERE threads = 0 AND node <> :node AND seen_at < now() - interval '30 seconds'
                          AND stopped_at IS NULL AND died_at IS NULL
                        RETURNING node
                        """)
                .bind("node", identity.node())
                .mapTo(String.class)
                .forEach(silent -> AuditLog.write(
                        handle,
                        Actor.node(identity.node()),
                        new AuditLog.Change("node-lost", silent, "its heartbeat has stopped"),
                        null,
                        null)));
    }

    /** Returns this node's runs with a requested interrupt, and marks the requests as received. */
    public Map<Long, String> interruptsWanted() {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        UPDATE job_executions SET interrupt_received_at = now()
                        WHERE node = :node AND outcome = 'RUNNING' AND interrupt_requested_at IS NOT NULL AND interrupt_received_at IS NULL
                        RETURNING id, 'interrupted by ' || interrupt_by || ': ' || interrupt_reason AS why
                        """)
                .bind("node", identity.node())
                .reduceRows(new java.util.HashMap<Long, String>(), (found, row) -> {
                    found.put(row.getColumn("id", Long.class), row.getColumn("why", String.class));
                    return found;
                }));
    }

    /** Signs off. The others recover acquired triggers that it has not fired, without waiting for its check-in to become overdue. */
    public void leave() {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("UPDATE job_nodes SET stopped_at = now(), busy = 0 WHERE node = :node")
                    .bind("node", identity.node())
                    .execute();
            note(handle, "node-stopped", null);
            handle.createUpdate("UPDATE job_services SET state = 'STOPPED', reported_at = now() WHERE node = :node")
                    .bind("node", identity.node())
                    .execute();
            handle.createUpdate(QuartzSql.of("""
                            DELETE FROM qrtz_scheduler_state AS s
                            WHERE s.sched_name = {scheduler} AND s.instance_name = :node
                              AND NOT EXISTS (SELECT 1 FROM qrtz_fired_triggers f
                                              WHERE f.sched_name = s.sched_name AND f.instance_name = s.instance_name)
                            """)).bind("node", identity.node()).execute();
            handle.createUpdate(QuartzSql.of("""
                            UPDATE qrtz_scheduler_state SET last_checkin_time = 0
                            WHERE sched_name = {scheduler} AND instance_name = :node
                            """)).bind("node", identity.node()).execute();
        });
    }
}
