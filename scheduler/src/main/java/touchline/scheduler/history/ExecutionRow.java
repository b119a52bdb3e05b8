package touchline.scheduler.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.TimeColumns;
import touchline.scheduler.text.Storable;

final class ExecutionRow implements RowMapper<Execution> {
    @Override
    public Execution map(ResultSet row, StatementContext context) throws SQLException {
        return new Execution(
                row.getLong("id"),
                new JobName(row.getString("job_group"), row.getString("job_name")),
                new Execution.Origin(
                        row.getString("trigger_name"),
                        RunCause.valueOf(row.getString("cause")),
                        row.getString("triggered_by"),
                        Storable.map(row.getString("parameters"), String.class)),
                new Execution.Attempt(
                        row.getInt("attempt"),
                        row.getString("node"),
                        row.getObject("follows", Long.class),
                        row.getBoolean("recovering"),
                        row.getObject("fence", Long.class)),
                times(row),
                new Execution.Output(
                        row.getString("progress"),
                        row.getObject("percent", Integer.class),
                        Storable.map(row.getString("counts"), Long.class),
                        row.getInt("log_lines")),
                new Execution.Result(
                        RunOutcome.valueOf(row.getString("outcome")),
                        row.getString("reason"),
                        row.getString("result"),
                        row.getString("error"),
                        row.getString("fenced")),
                interrupt(row));
    }

    private static Execution.Times times(ResultSet row) throws SQLException {
        return new Execution.Times(
                TimeColumns.time(row, "scheduled_at"),
                TimeColumns.timeOrNull(row, "fired_at"),
                TimeColumns.timeOrNull(row, "finished_at"),
                row.getObject("lateness_ms", Long.class),
                TimeColumns.timeOrNull(row, "deadline_at"),
                TimeColumns.timeOrNull(row, "next_attempt_at"),
                TimeColumns.timeOrNull(row, "lost_at"));
    }

    private static Execution.@Nullable Interruption interrupt(ResultSet row) throws SQLException {
        Instant requested = TimeColumns.timeOrNull(row, "interrupt_requested_at");
        return requested == null
                ? null
                : new Execution.Interruption(
                        row.getString("interrupt_by"),
                        row.getString("interrupt_reason"),
                        requested,
                        TimeColumns.timeOrNull(row, "interrupt_received_at"),
                        TimeColumns.timeOrNull(row, "interrupt_honoured_at"));
    }
}
