package touchline.scheduler.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import touchline.scheduler.sql.BatchColumns;
import touchline.scheduler.text.Storable;

/** Writes the starts and ends of runs in batches, within Quartz' transaction that fires or completes them. */
public final class RunHistoryRepository {
    private static final String BEGUN = """
            INSERT INTO job_executions
                (fire_id, job_group, job_name, trigger_name, cause, follows, attempt, recovering, parameters,
                 scheduled_at, fired_at, deadline_at, node, outcome)
            SELECT r.fire_id, r.job_group, r.job_name, r.trigger_name, r.cause,
                   CASE WHEN r.recovering
                        THEN (SELECT max(p.id) FROM job_executions p
                              WHERE p.job_group = r.job_group AND p.job_name = r.job_name AND p.trigger_name = r.trigger_name AND p.lost_at IS NOT NULL
                                AND p.scheduled_at = to_timestamp(r.scheduled / 1000.0))
                        ELSE r.follows END,
                   r.attempt, r.recovering, r.parameters::jsonb,
                   to_timestamp(r.scheduled / 1000.0), to_timestamp(r.fired / 1000.0),
                   to_timestamp((r.fired + r.deadline) / 1000.0), ?, 'RUNNING'
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::boolean[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[])
                 AS r(fire_id, job_group, job_name, trigger_name, cause, follows, attempt, recovering, parameters,
                      scheduled, fired, deadline)
            RETURNING fire_id, id
            """;

    /** An operator's run has its row already. It runs even if it was declared lost meanwhile. */
    private static final String BEGUN_AS_QUEUED = """
            UPDATE job_executions
            SET fire_id = ?, node = ?, fired_at = to_timestamp(? / 1000.0), deadline_at = to_timestamp((? + ?) / 1000.0),
                outcome = 'RUNNING', finished_at = NULL, reason = NULL
            WHERE id = ? AND fire_id IS NULL
            """;

    /** A lost run that ends after all keeps its final outcome, and {@code lost_at}. */
    private static final String ENDED = """
            UPDATE job_executions AS e
            SET outcome = CASE WHEN e.lost_at IS NOT NULL AND r.fenced IS NOT NULL THEN 'LOST' ELSE r.outcome END,
                finished_at = to_timestamp(r.ended / 1000.0), reason = r.reason, result = r.result, counts = r.counts::jsonb,
                error = r.error, fenced = r.fenced, log_lines = r.log_lines,
                next_attempt_at = to_timestamp((r.ended + r.wait) / 1000.0),
                interrupt_honoured_at = CASE WHEN r.honoured THEN to_timestamp(r.ended / 1000.0) END
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::int[],
                        ?::bigint[], ?::boolean[])
                 AS r(id, outcome, ended, reason, result, counts, error, fenced, log_lines, wait, honoured)
            WHERE e.id = r.id AND e.outcome IN ('RUNNING', 'LOST')
            """;

    /** A fired trigger whose row is not RUNNING has ended. */
    private static final String LOST = """
            UPDATE job_executions AS e
            SET outcome = 'LOST', lost_at = now(), finished_at = now(), reason = 'its node ' || e.node || ' no longer checked in; found by ' || ?
            WHERE e.node = ANY (?) AND e.outcome = 'RUNNING'
            """;

    private final String node;

    public RunHistoryRepository(String node) {
        this.node = node;
    }

    /** Writes the starts of runs; returns their ids by {@code fireId}. */
    public Map<String, Long> begun(Connection connection, List<RunStart> runs) throws SQLException {
        Map<String, Long> ids = new HashMap<>();
        List<RunStart> fresh = runs.stream()
                .filter(run -> !begunAsQueued(connection, run, ids))
                .toList();
        if (fresh.isEmpty()) {
            return ids;
        }
        try (PreparedStatement insert = connection.prepareStatement(BEGUN)) {
            BatchColumns<RunStart> columns = new BatchColumns<>(insert, fresh);
            insert.setString(1, node);
            columns.bind(2, "text", RunStart::fireId);
            columns.bind(3, "text", run -> run.job().group());
            columns.bind(4, "text", run -> run.job().name());
            columns.bind(5, "text", run -> Storable.text(run.trigger()));
            columns.bind(6, "text", run -> run.cause().name());
            columns.bind(7, "bigint", RunStart::follows);
            columns.bind(8, "int", RunStart::attempt);
            columns.bind(9, "boolean", RunStart::recovering);
            columns.bind(10, "text", run -> Storable.json(run.parameters()));
            columns.bind(11, "bigint", run -> run.scheduledFor().toEpochMilli());
            columns.bind(12, "bigint", run -> run.firedAt().toEpochMilli());
            columns.bind(
                    13,
                    "bigint",
                    run -> run.deadline() == null ? null : run.deadline().toMillis());
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    ids.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return ids;
    }

    /** Writes the ends of runs. */
    public void ended(Connection connection, List<RunEnd> runs) throws SQLException {
        if (runs.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(ENDED)) {
            BatchColumns<RunEnd> columns = new BatchColumns<>(update, runs);
            columns.bind(1, "bigint", RunEnd::execution);
            columns.bind(2, "text", run -> run.outcome().name());
            columns.bind(3, "bigint", run -> run.at().toEpochMilli());
            columns.bind(4, "text", run -> Storable.text(run.reason()));
            columns.bind(5, "text", run -> Storable.text(run.report().result()));
            columns.bind(6, "text", run -> Storable.json(run.report().counts()));
            columns.bind(7, "text", run -> Storable.stack(run.error()));
            columns.bind(8, "text", run -> Storable.text(run.fenced()));
            columns.bind(9, "int", RunEnd::logLines);
            columns.bind(
                    10,
                    "bigint",
                    run -> run.nextAttempt() == null ? null : run.nextAttempt().toMillis());
            columns.bind(11, "boolean", RunEnd::honoured);
            update.executeUpdate();
        }
    }

    /** Writes runs of this node whose starts are not written yet. */
    public void endedShort(Connection connection, List<ShortRun> runs) throws SQLException {
        ShortRunRepository.ended(connection, node, runs);
    }

    /** Declares the runs of dead nodes lost; returns their number. */
    public int lost(Connection connection, List<String> nodes) throws SQLException {
        ShortRunRepository.allOf(connection, nodes);
        try (PreparedStatement update = connection.prepareStatement(LOST)) {
            update.setString(1, node);
            update.setArray(2, connection.createArrayOf("text", nodes.toArray()));
            return update.executeUpdate();
        }
    }

    private boolean begunAsQueued(Connection connection, RunStart run, Map<String, Long> ids) {
        Long queued = run.queued();
        if (queued == null || run.recovering()) {
            return false;
        }
        try (PreparedStatement update = connection.prepareStatement(BEGUN_AS_QUEUED)) {
            long fired = run.firedAt().toEpochMilli();
            update.setString(1, run.fireId());
            update.setString(2, node);
            update.setLong(3, fired);
            update.setLong(4, fired);
            update.setObject(5, run.deadline() == null ? null : run.deadline().toMillis(), Types.BIGINT);
            update.setLong(6, queued);
            if (update.executeUpdate() == 0) {
                return false;
            }
            ids.put(run.fireId(), queued);
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException("the run can't be written: " + e.getMessage(), e);
        }
    }
}
