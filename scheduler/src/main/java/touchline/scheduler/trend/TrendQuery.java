package touchline.scheduler.trend;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.TimeColumns;

/** Reads trends in bounded time: the runs of jobs and the lag of services over a span. Thread-safe. */
public final class TrendQuery {
    /** Runs are counted by this time. */
    public static final Duration SLOT = Duration.ofMinutes(15);

    private final Jdbi jdbi;

    public TrendQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Runs that ended in a part of a span.
     *
     * @param failed also timed out and lost
     * @param late scheduled first attempts that started later than promised
     */
    public record RunPoint(Instant at, long succeeded, long skipped, long interrupted, long failed, long late) {}

    /**
     * The lag of a service.
     *
     * @param millis the largest sample of a part of the span
     */
    public record LagPoint(String service, Instant at, long millis) {}

    /**
     * Returns the runs of a span, by parts of it, the oldest first. Parts without a run are left out.
     *
     * @param job null for all jobs
     * @param width of a part; at least {@link #SLOT}, and a multiple of it
     */
    public List<RunPoint> runs(@Nullable JobName job, Instant from, Instant to, Duration width) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT to_timestamp(floor(extract(epoch FROM slot) / :width) * :width) AS at,
                               sum(succeeded) AS succeeded, sum(skipped) AS skipped, sum(interrupted) AS interrupted,
                               sum(failed) AS failed, sum(late) AS late
                        FROM job_run_slots
                        WHERE slot >= :from AND slot < :to
                          AND (CAST(:group AS text) IS NULL OR job_group = :group AND job_name = :name)
                        GROUP BY 1 ORDER BY 1
                        """)
                .bind("width", width.toSeconds())
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .bind("group", job == null ? null : job.group())
                .bind("name", job == null ? null : job.name())
                .map((row, context) -> new RunPoint(
                        TimeColumns.time(row, "at"),
                        row.getLong("succeeded"),
                        row.getLong("skipped"),
                        row.getLong("interrupted"),
                        row.getLong("failed"),
                        row.getLong("late")))
                .list());
    }

    /** Returns the lag of services in a span, by service and time. */
    public List<LagPoint> lag(Instant from, Instant to, Duration width) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT name, to_timestamp(floor(extract(epoch FROM at) / :width) * :width) AS at, max(value) AS value
                        FROM job_samples WHERE at >= :from AND at < :to
                        GROUP BY 1, 2 ORDER BY 1, 2
                        """)
                .bind("width", width.toSeconds())
                .bind("from", from.atOffset(ZoneOffset.UTC))
                .bind("to", to.atOffset(ZoneOffset.UTC))
                .map((row, context) ->
                        new LagPoint(row.getString("name"), TimeColumns.time(row, "at"), row.getLong("value")))
                .list());
    }
}
