package touchline.scheduler.node;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Reads the nodes of the cluster. Thread-safe. */
public final class ClusterNodesQuery {
    /**
     * A node is silent by the same rule by which others declare it dead: its check-in interval plus one second, by the database's clock. A process
     * without threads for jobs does not check in; its last heartbeat counts.
     */
    private static final String NODES = QuartzSql.of("""
            SELECT n.*, to_timestamp(nullif(q.last_checkin_time, 0) / 1000.0) AS checked_in_at,
                   CASE WHEN n.died_at IS NOT NULL THEN 'DEAD'
                        WHEN n.stopped_at IS NOT NULL THEN 'STOPPED'
                        WHEN n.threads = 0 AND n.seen_at < now() - interval '5 seconds' THEN 'SILENT'
                        WHEN n.threads > 0 AND n.state <> 'STARTING'
                             AND coalesce(q.last_checkin_time + q.checkin_interval + 1000, 0)
                                 < extract(epoch FROM clock_timestamp()) * 1000 THEN 'SILENT'
                        ELSE n.state END AS effective_state
            FROM job_nodes n
            LEFT JOIN qrtz_scheduler_state q ON q.sched_name = {scheduler} AND q.instance_name = n.node
            WHERE (n.stopped_at IS NULL AND n.died_at IS NULL OR coalesce(n.died_at, n.stopped_at) >= :since)
              AND (:id::text IS NULL OR n.node = :id)
            ORDER BY n.started_at DESC, n.node
            """);

    private final Jdbi jdbi;

    public ClusterNodesQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The state of a node. */
    public enum State {
        STARTING,
        FIRING,
        /** An operator has drained it: it takes no new runs. */
        DRAINING,
        /** Its clock is off, so it does not fire. */
        CLOCK_OFF,
        /** Its check-in is overdue; the others are about to declare it dead. */
        SILENT,
        STOPPED,
        /** Another node has declared it dead. */
        DEAD
    }

    /**
     * A node.
     *
     * @param jobs that it knows
     * @param running its runs; of a dead node, its lost runs
     */
    public record Node(
            String id,
            NodeProcess process,
            Health health,
            Threads threads,
            List<KnownJob> jobs,
            List<Running> running) {}

    /** The process of a node. */
    public record NodeProcess(
            String host,
            long pid,
            String version,
            Instant startedAt,
            @Nullable Instant endedAt) {}

    /**
     * Whether a node works.
     *
     * @param checkedInAt its last check-in with Quartz; null if its row is deleted
     * @param seenAt its last heartbeat
     * @param foundDeadBy the node that declared it dead; null if none has
     * @param clockOffsetMillis its clock less the database's
     */
    public record Health(
            State state,
            @Nullable Instant checkedInAt,
            Instant seenAt,
            @Nullable String foundDeadBy,
            boolean drainRequested,
            long clockOffsetMillis) {}

    /**
     * A node's threads for runs.
     *
     * @param starvedSince since when none has been free; null if one is
     */
    public record Threads(int count, int busy, @Nullable Instant starvedSince) {}

    /**
     * A job that a node knows.
     *
     * @param runs whether it runs the job
     * @param condition of the job; null if there is none
     */
    public record KnownJob(
            JobName job, boolean runs, @Nullable String condition) {}

    /** A run on a node. */
    public record Running(
            long execution,
            JobName job,
            int attempt,
            Instant firedAt,
            @Nullable Instant deadlineAt,
            @Nullable String progress,
            @Nullable Integer percent) {}

    /**
     * Returns living nodes and recently ended ones, the latest started first.
     *
     * @param endedSince nodes that ended before this are left out
     */
    public List<Node> list(Instant endedSince) {
        return jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, handle -> query(handle, endedSince, null));
    }

    /** Returns a living or ended node. */
    public Optional<Node> find(String id) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> query(handle, Instant.EPOCH, id).stream().findFirst());
    }

    /** A node's state without its jobs and runs. */
    public record NodeSummary(
            String id,
            String host,
            State state,
            boolean drainRequested,
            @Nullable String foundDeadBy) {}

    /** Returns the same nodes as {@link #list}, at less cost. */
    public static List<NodeSummary> summaries(Handle handle, Instant endedSince) {
        return handle.createQuery(NODES)
                .bind("since", endedSince)
                .bindNull("id", Types.VARCHAR)
                .map((row, context) -> new NodeSummary(
                        row.getString("node"),
                        row.getString("host"),
                        State.valueOf(row.getString("effective_state")),
                        row.getBoolean("drain_requested"),
                        row.getString("found_dead_by")))
                .list();
    }

    private static List<Node> query(Handle handle, Instant endedSince, @Nullable String id) {
        return handle.createQuery(NODES)
                .bind("since", endedSince)
                .bind("id", id)
                .map((row, context) -> node(handle, row))
                .list();
    }

    private static Node node(Handle handle, ResultSet row) throws SQLException {
        String id = row.getString("node");
        Instant died = TimeColumns.timeOrNull(row, "died_at");
        List<Running> running = died == null ? running(handle, id) : lost(handle, id, died);
        return new Node(
                id,
                new NodeProcess(
                        row.getString("host"),
                        row.getLong("pid"),
                        row.getString("version"),
                        TimeColumns.time(row, "started_at"),
                        died == null ? TimeColumns.timeOrNull(row, "stopped_at") : died),
                new Health(
                        State.valueOf(row.getString("effective_state")),
                        TimeColumns.timeOrNull(row, "checked_in_at"),
                        TimeColumns.time(row, "seen_at"),
                        row.getString("found_dead_by"),
                        row.getBoolean("drain_requested"),
                        row.getLong("clock_offset_ms")),
                new Threads(
                        row.getInt("threads"),
                        died == null ? running.size() : 0,
                        TimeColumns.timeOrNull(row, "starved_since")),
                jobs(handle, id),
                running);
    }

    private static List<KnownJob> jobs(Handle handle, String node) {
        return handle.createQuery("SELECT * FROM job_node_jobs WHERE node = :node ORDER BY job_group, job_name")
                .bind("node", node)
                .map((row, context) -> new KnownJob(
                        new JobName(row.getString("job_group"), row.getString("job_name")),
                        row.getBoolean("runs"),
                        row.getString("condition")))
                .list();
    }

    private static List<Running> running(Handle handle, String node) {
        return handle.createQuery(
                        "SELECT * FROM job_executions WHERE node = :node AND outcome = 'RUNNING' ORDER BY id LIMIT 200")
                .bind("node", node)
                .map((row, context) -> run(row))
                .list();
    }

    /** Returns the runs that were lost with a node. */
    private static List<Running> lost(Handle handle, String node, Instant died) {
        return handle.createQuery("""
                        SELECT * FROM job_executions
                        WHERE finished_at BETWEEN :died::timestamptz - interval '1 second' AND :died::timestamptz + interval '1 second'
                          AND node = :node AND lost_at IS NOT NULL
                        ORDER BY id LIMIT 200
                        """)
                .bind("node", node)
                .bind("died", died)
                .map((row, context) -> run(row))
                .list();
    }

    private static Running run(ResultSet row) throws SQLException {
        return new Running(
                row.getLong("id"),
                new JobName(row.getString("job_group"), row.getString("job_name")),
                row.getInt("attempt"),
                TimeColumns.time(row, "fired_at"),
                TimeColumns.timeOrNull(row, "deadline_at"),
                row.getString("progress"),
                row.getObject("percent", Integer.class));
    }
}
