package touchline.scheduler.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Reads requests of on-demand jobs and their results. Thread-safe. */
public final class RunRequestsQuery {
    private final Jdbi jdbi;

    public RunRequestsQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A request that is not done yet.
     *
     * @param dueAt its scheduled time
     */
    public record Waiting(String subject, Instant dueAt) {}

    /** The latest run for a request. */
    public record Run(
            long execution,
            RunOutcome outcome,
            int attempt,
            @Nullable String node,
            @Nullable Instant firedAt,
            @Nullable Instant finishedAt,
            @Nullable String error) {}

    /** Returns the waiting requests of a job in the order of their time. */
    public List<Waiting> waiting(JobName job) {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT trigger_name, next_fire_time FROM qrtz_triggers
                        WHERE sched_name = {scheduler} AND trigger_group = :job AND trigger_state IN ('WAITING', 'ACQUIRED', 'BLOCKED')
                          AND next_fire_time IS NOT NULL
                        ORDER BY next_fire_time LIMIT 1000
                        """))
                .bind("job", job.toString())
                .map((row, context) -> new Waiting(row.getString(1), Instant.ofEpochMilli(row.getLong(2))))
                .list());
    }

    /** Returns the latest run for a subject, running or ended, with the first line of its error. */
    public Optional<Run> lastRun(JobName job, String subject) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id, outcome, attempt, node, fired_at, finished_at, split_part(error, chr(10), 1) AS error
                        FROM job_executions
                        WHERE job_group = :group AND job_name = :name AND trigger_name = :subject
                        ORDER BY id DESC LIMIT 1
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("subject", subject)
                .map((row, context) -> new Run(
                        row.getLong("id"),
                        RunOutcome.valueOf(row.getString("outcome")),
                        row.getInt("attempt"),
                        row.getString("node"),
                        TimeColumns.timeOrNull(row, "fired_at"),
                        TimeColumns.timeOrNull(row, "finished_at"),
                        row.getString("error")))
                .findOne());
    }
}
