package touchline.scheduler.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.ledger.Storable;

final class ExecutionRow implements RowMapper<Execution> {
    @Override
    public Execution map(ResultSet row, StatementContext context) throws SQLException {
        return new Execution(
                row.getLong("id"),
                new JobName(row.getString("job_group"), row.getString("job_name")),
                row.getString("trigger_name"),
                RunCause.valueOf(row.getString("cause")),
                row.getString("triggered_by"),
                row.getString("node"),
                RunOutcome.valueOf(row.getString("outcome")),
                row.getInt("attempt"),
                row.getObject("follows", Long.class),
                row.getBoolean("recovering"),
                Storable.map(row.getString("parameters"), String.class),
                row.getTimestamp("scheduled_at").toInstant(),
                instant(row, "fired_at"),
                instant(row, "finished_at"),
                row.getObject("lateness_ms", Long.class),
                instant(row, "deadline_at"),
                instant(row, "next_attempt_at"),
                row.getString("progress"),
                row.getObject("percent", Integer.class),
                counts(row),
                row.getString("reason"),
                row.getString("result"),
                row.getString("error"),
                row.getInt("log_lines"),
                row.getObject("fence", Long.class),
                row.getString("fenced"),
                instant(row, "lost_at"),
                interrupt(row));
    }

    private static Map<String, Long> counts(ResultSet row) throws SQLException {
        return Storable.map(row.getString("counts"), Long.class);
    }

    private static Execution.@Nullable Interruption interrupt(ResultSet row) throws SQLException {
        Instant requested = instant(row, "interrupt_requested_at");
        return requested == null
                ? null
                : new Execution.Interruption(
                        row.getString("interrupt_by"),
                        row.getString("interrupt_reason"),
                        requested,
                        instant(row, "interrupt_received_at"),
                        instant(row, "interrupt_honoured_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
