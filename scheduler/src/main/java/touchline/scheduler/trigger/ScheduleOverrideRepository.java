package touchline.scheduler.trigger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.sql.TimeColumns;

/** The rows of {@code job_schedule_overrides}, within the caller's transaction. */
public final class ScheduleOverrideRepository {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleOverrideRepository.class);

    private ScheduleOverrideRepository() {}

    /** Returns all overrides. One that can't be read is ignored, so that it does not affect other jobs. */
    static Map<JobName, EffectiveSchedules.Overridden> all(Handle handle) {
        Map<JobName, EffectiveSchedules.Overridden> found = new HashMap<>();
        handle.createQuery("SELECT * FROM job_schedule_overrides")
                .map((row, context) -> read(row))
                .forEach(one -> one.ifPresent(override -> found.put(override.job(), override)));
        return found;
    }

    /** Writes an override by a cron expression or an interval; false if the row is unchanged. */
    public static boolean write(Handle handle, JobName job, Schedule schedule, String actor, String reason) {
        int changed = handle.createUpdate("""
                        INSERT INTO job_schedule_overrides AS o (job_group, job_name, kind, expression, zone, actor, reason)
                        VALUES (:group, :name, :kind, :expression, :zone, :actor, :reason)
                        ON CONFLICT (job_group, job_name) DO UPDATE
                        SET kind = excluded.kind, expression = excluded.expression, zone = excluded.zone, actor = excluded.actor,
                            reason = excluded.reason, at = now()
                        WHERE (o.kind, o.expression, o.zone, o.reason)
                              IS DISTINCT FROM (excluded.kind, excluded.expression, excluded.zone, excluded.reason)
                        """)
                .bind("group", job.group())
                .bind("name", job.name())
                .bind("kind", schedule instanceof Schedule.Cron ? "CRON" : "EVERY")
                .bind(
                        "expression",
                        schedule instanceof Schedule.Cron written
                                ? written.expression()
                                : ((Schedule.Every) schedule).interval().toString())
                .bind(
                        "zone",
                        schedule instanceof Schedule.Cron zoned ? zoned.zone().getId() : "UTC")
                .bind("actor", actor)
                .bind("reason", reason)
                .execute();
        return changed > 0;
    }

    /** Deletes an override; false if there is none. */
    public static boolean delete(Handle handle, JobName job) {
        return handle.createUpdate("DELETE FROM job_schedule_overrides WHERE job_group = :group AND job_name = :name")
                        .bind("group", job.group())
                        .bind("name", job.name())
                        .execute()
                > 0;
    }

    private static Optional<EffectiveSchedules.Overridden> read(ResultSet row) throws SQLException {
        String job = row.getString("job_group") + "/" + row.getString("job_name");
        String expression = row.getString("expression");
        try {
            return Optional.of(new EffectiveSchedules.Overridden(
                    JobName.of(job),
                    row.getString("kind").equals("CRON")
                            ? new Schedule.Cron(expression, ZoneId.of(row.getString("zone")))
                            : new Schedule.Every(Duration.parse(expression)),
                    row.getString("actor"),
                    row.getString("reason"),
                    TimeColumns.time(row, "at")));
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.warn(
                    "the override of a schedule can't be read, and the declared one applies: job={} cause={}",
                    job,
                    e.toString());
            return Optional.empty();
        }
    }
}
