package touchline.scheduler.past;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.TimeColumns;

/** Reads the runs of each job on each node over hours, summed up by parts of the span. Thread-safe. */
public final class LaneQuery {
    /** The longest span: all of its runs are read. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** The most bars of an answer. */
    public static final int MOST = 20_000;

    private final Jdbi jdbi;

    public LaneQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * The runs of a job on a node that ended in a part of a span.
     *
     * @param from when the first began
     * @param to when the last ended
     * @param failed also timed out and lost
     * @param only the id of the run, if it is the only one; null otherwise
     */
    public record Bar(
            String node,
            JobName job,
            Instant from,
            Instant to,
            long runs,
            long failed,
            @Nullable Long only) {}

    /** The bars of a span, by node, job and time. Runs that go on are not among them. */
    public List<Bar> of(Instant from, Instant to, Duration width) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT node, job_group, job_name, min(fired_at) AS begun, max(finished_at) AS ended, count(*) AS runs,
                               count(*) FILTER (WHERE outcome IN ('FAILED', 'TIMED_OUT', 'LOST')) AS failed,
                               CASE WHEN count(*) = 1 THEN min(id) END AS only
                        FROM job_executions
                        WHERE finished_at >= :from AND finished_at < :to AND node IS NOT NULL AND fired_at IS NOT NULL
                        GROUP BY node, job_group, job_name, floor(extract(epoch FROM finished_at) / :width)
                        ORDER BY node, job_group, job_name, begun
                        LIMIT :most
                        """)
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("width", Math.max(1, width.toSeconds()))
                .bind("most", MOST)
                .map((row, context) -> new Bar(
                        row.getString("node"),
                        new JobName(row.getString("job_group"), row.getString("job_name")),
                        TimeColumns.time(row, "begun"),
                        TimeColumns.time(row, "ended"),
                        row.getLong("runs"),
                        row.getLong("failed"),
                        row.getObject("only", Long.class)))
                .list());
    }
}
