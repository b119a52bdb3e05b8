package touchline.scheduler.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.text.Storable;

/**
 * Writes the history of runs whose start is kept with their firing. A short run is written once, at its end; a longer one gets its row while it runs, and one
 * whose node dies gets it then. The lock on triggers, or a share of it, keeps a recovery away; a firing is locked before its run's row is added, so the row never
 * outlives it as RUNNING.
 */
public final class ShortRunRepository {
    private static final String START = """
            INSERT INTO job_executions
                (id, fire_id, job_group, job_name, trigger_name, cause, follows, attempt, parameters,
                 scheduled_at, fired_at, deadline_at, node, outcome)
            OVERRIDING SYSTEM VALUE
            SELECT f.execution_id, f.entry_id, f.job_group, f.job_name, r.trigger, r.cause, r.follows, r.attempt, r.parameters,
                   to_timestamp(f.sched_time / 1000.0), to_timestamp(f.fired_time / 1000.0),
                   to_timestamp((f.fired_time + r.deadline) / 1000.0), f.instance_name, 'RUNNING'
            FROM qrtz_fired_triggers f
            CROSS JOIN LATERAL jsonb_to_record(f.run::jsonb)
                AS r(trigger text, cause text, follows bigint, attempt int, parameters jsonb, deadline bigint)
            WHERE f.sched_name = {scheduler} AND f.run IS NOT NULL AND\
            """;

    /** A firing that the end of its run is deleting is left out: that transaction writes the row. */
    private static final String RUNNING = QuartzSql.of(START + """
             f.entry_id = ANY (?)
            FOR KEY SHARE OF f SKIP LOCKED
            ON CONFLICT DO NOTHING
            RETURNING fire_id
            """);

    private static final String OF_NODES = QuartzSql.of(START + """
             f.instance_name = ANY (?)
            ON CONFLICT DO NOTHING
            """);

    /** The row can exist: it is RUNNING, or another node has declared it lost. A lost run keeps its final outcome, and {@code lost_at}. */
    private static final String WHOLE = """
            INSERT INTO job_executions AS e
                (id, fire_id, job_group, job_name, trigger_name, cause, follows, attempt, parameters,
                 scheduled_at, fired_at, deadline_at, node, outcome, finished_at, reason, result, counts,
                 error, fenced, log_lines, next_attempt_at, interrupt_honoured_at)
            OVERRIDING SYSTEM VALUE
            SELECT r.id, r.fire_id, r.job_group, r.job_name, r.trigger_name, r.cause, r.follows, r.attempt, r.parameters::jsonb,
                   to_timestamp(r.scheduled / 1000.0), to_timestamp(r.fired / 1000.0), to_timestamp((r.fired + r.deadline) / 1000.0), ?,
                   r.outcome, to_timestamp(r.ended / 1000.0), r.reason, r.result, r.counts::jsonb, r.error, r.fenced, r.log_lines,
                   to_timestamp((r.ended + r.wait) / 1000.0), CASE WHEN r.honoured THEN to_timestamp(r.ended / 1000.0) END
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[],
                        ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::boolean[])
                 AS r(id, fire_id, job_group, job_name, trigger_name, cause, follows, attempt, parameters,
                      scheduled, fired, deadline,
                      outcome, ended, reason, result, counts, error, fenced, log_lines, wait, honoured)
            ON CONFLICT (id) DO UPDATE
            SET outcome = CASE WHEN e.lost_at IS NOT NULL AND excluded.fenced IS NOT NULL THEN 'LOST' ELSE excluded.outcome END,
                finished_at = excluded.finished_at, reason = excluded.reason, result = excluded.result, counts = excluded.counts,
                error = excluded.error, fenced = excluded.fenced, log_lines = excluded.log_lines,
                next_attempt_at = excluded.next_attempt_at, interrupt_honoured_at = excluded.interrupt_honoured_at
            WHERE e.outcome IN ('RUNNING', 'LOST')
            """;

    private ShortRunRepository() {}

    /** Returns what a firing keeps of a start, as JSON. */
    public static String kept(RunStart run) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("trigger", Storable.text(run.trigger()));
        row.put("cause", run.cause().name());
        row.put("follows", run.follows());
        row.put("attempt", run.attempt());
        row.put("parameters", run.parameters());
        row.put("deadline", millis(run.deadline()));
        return Storable.json(row);
    }

    /** Writes the starts of runs that are still running, under the lock on triggers or a share of it; returns the ids of the firings whose rows are written. */
    public static List<String> running(Connection connection, List<String> fireIds) throws SQLException {
        List<String> written = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement(RUNNING)) {
            insert.setArray(1, connection.createArrayOf("text", fireIds.toArray()));
            try (ResultSet row = insert.executeQuery()) {
                while (row.next()) {
                    written.add(row.getString(1));
                }
            }
        }
        return written;
    }

    /** Writes the starts of all runs of some nodes, under the lock on triggers. */
    static void allOf(Connection connection, List<String> nodes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(OF_NODES)) {
            insert.setArray(1, connection.createArrayOf("text", nodes.toArray()));
            insert.executeUpdate();
        }
    }

    /** Writes ended runs of a node, in the transaction that deletes their firings, after the deletion. */
    static void ended(Connection connection, String node, List<ShortRun> runs) throws SQLException {
        if (runs.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(WHOLE)) {
            BatchColumns<ShortRun> columns = new BatchColumns<>(insert, runs);
            insert.setString(1, node);
            columns.bind(2, "bigint", run -> run.end().execution());
            columns.bind(3, "text", run -> run.start().fireId());
            columns.bind(4, "text", run -> run.start().job().group());
            columns.bind(5, "text", run -> run.start().job().name());
            columns.bind(6, "text", run -> Storable.text(run.start().trigger()));
            columns.bind(7, "text", run -> run.start().cause().name());
            columns.bind(8, "bigint", run -> run.start().follows());
            columns.bind(9, "int", run -> run.start().attempt());
            columns.bind(10, "text", run -> Storable.json(run.start().parameters()));
            columns.bind(11, "bigint", run -> run.start().scheduledFor().toEpochMilli());
            columns.bind(12, "bigint", run -> run.start().firedAt().toEpochMilli());
            columns.bind(13, "bigint", run -> millis(run.start().deadline()));
            columns.bind(14, "text", run -> run.end().outcome().name());
            columns.bind(15, "bigint", run -> run.end().at().toEpochMilli());
            columns.bind(16, "text", run -> Storable.text(run.end().reason()));
            columns.bind(17, "text", run -> Storable.text(run.end().report().result()));
            columns.bind(18, "text", run -> Storable.json(run.end().report().counts()));
            columns.bind(19, "text", run -> Storable.stack(run.end().error()));
            columns.bind(20, "text", run -> Storable.text(run.end().fenced()));
            columns.bind(21, "int", run -> run.end().logLines());
            columns.bind(22, "bigint", run -> millis(run.end().nextAttempt()));
            columns.bind(23, "boolean", run -> run.end().honoured());
            insert.executeUpdate();
        }
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }
}
