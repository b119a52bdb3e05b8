package touchline.scheduler.misfire;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;

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
            Instant first,
            Instant last,
            long times,
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
     */
    public record Overdue(JobName job, Instant since, boolean isBlocked) {}

    /** Returns the jobs that missed a time that is not handled yet, the longest first. */
    public List<Overdue> pending() {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT job_group, job_name, next_fire_time, trigger_state FROM qrtz_triggers
                        WHERE sched_name = {scheduler} AND trigger_group = job_group AND trigger_name = job_name
                          AND next_fire_time > 0 AND next_fire_time < extract(epoch FROM now()) * 1000 - 5000
                          AND trigger_state NOT IN ('ACQUIRED', 'COMPLETE')
                        ORDER BY next_fire_time
                        """))
                .map((row, context) -> new Overdue(
                        new JobName(row.getString("job_group"), row.getString("job_name")),
                        Instant.ofEpochMilli(row.getLong("next_fire_time")),
                        row.getString("trigger_state").equals("BLOCKED")))
                .list());
    }

    private static Misfire misfire(ResultSet row) throws SQLException {
        return new Misfire(
                row.getLong("id"),
                new JobName(row.getString("job_group"), row.getString("job_name")),
                time(row, "first_at"),
                time(row, "last_at"),
                row.getLong("times"),
                Handling.valueOf(row.getString("handling")),
                row.getString("actor"),
                row.getObject("execution_id", Long.class),
                time(row, "handled_at"));
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
