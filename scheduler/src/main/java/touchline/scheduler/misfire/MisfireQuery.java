package touchline.scheduler.misfire;

import static touchline.scheduler.job.Misfire.THRESHOLD;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;

/** Reads missed times. Thread-safe. */
public final class MisfireQuery {
    private final Jdbi jdbi;

    public MisfireQuery(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Missed times that were handled.
     *
     * @param actor who chose the handling at the end of a pause; null for the policy of the job
     * @param execution the run that made up for them; null if none did, or if there was one for each
     */
    public record Misfire(
            long id,
            JobName job,
            Missed missed,
            Handling handling,
            @Nullable String actor,
            @Nullable Long execution,
            Instant handledAt) {}

    /**
     * Returns misfires, the latest first.
     *
     * @param job only of this job; null for all
     * @param before only those before this id
     */
    public List<Misfire> latest(@Nullable JobName job, long before, int most) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT * FROM job_misfires
                        WHERE id < :before AND (CAST(:group AS text) IS NULL OR job_group = :group AND job_name = :name)
                        ORDER BY id DESC LIMIT :most
                        """)
                .bind("before", before)
                .bind("group", job == null ? null : job.group())
                .bind("name", job == null ? null : job.name())
                .bind("most", most)
                .map((row, context) -> misfire(row))
                .list());
    }

    /**
     * A time of a schedule that has passed, and at which no run began.
     *
     * @param isBlocked whether the job runs one run at a time, and one is running
     * @param putOff set if the calendar of the job has put the run off
     */
    public record Overdue(
            JobName job,
            Instant since,
            boolean isBlocked,
            @Nullable PutOff putOff) {}

    /** How many times a run makes up for, and when it comes. */
    public record PutOff(long times, Instant until) {}

    /** Returns the jobs that missed a time that is not handled yet, the longest first. */
    public List<Overdue> pending() {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT t.job_group, t.job_name, t.next_fire_time, t.trigger_state, o.times,
                               coalesce((extract(epoch FROM o.first_at) * 1000)::bigint, t.next_fire_time) AS since
                        FROM qrtz_triggers t LEFT JOIN job_owed_runs o USING (job_group, job_name)
                        WHERE t.sched_name = {scheduler} AND t.trigger_group = t.job_group AND t.trigger_name = t.job_name
                          AND t.next_fire_time > 0 AND t.trigger_state NOT IN ('ACQUIRED', 'COMPLETE')
                          AND (t.next_fire_time < extract(epoch FROM now()) * 1000 - :threshold OR o.times IS NOT NULL)
                        ORDER BY since
                        """))
                .bind("threshold", THRESHOLD.toMillis())
                .map((row, context) -> new Overdue(
                        new JobName(row.getString("job_group"), row.getString("job_name")),
                        Instant.ofEpochMilli(row.getLong("since")),
                        row.getString("trigger_state").equals("BLOCKED"),
                        putOff(row)))
                .list());
    }

    private static @Nullable PutOff putOff(ResultSet row) throws SQLException {
        Long times = row.getObject("times", Long.class);
        return times == null ? null : new PutOff(times, Instant.ofEpochMilli(row.getLong("next_fire_time")));
    }

    private static Misfire misfire(ResultSet row) throws SQLException {
        return new Misfire(
                row.getLong("id"),
                new JobName(row.getString("job_group"), row.getString("job_name")),
                new Missed(
                        TimeColumns.time(row, "first_at"),
                        TimeColumns.time(row, "last_at"),
                        row.getLong("times"),
                        row.getBoolean("more")),
                Handling.valueOf(row.getString("handling")),
                row.getString("actor"),
                row.getObject("execution_id", Long.class),
                TimeColumns.time(row, "handled_at"));
    }
}
