package touchline.scheduler.operation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;
import touchline.scheduler.trigger.QuartzNames;

/** The rows of pauses. A job of {@code null} is the pause of all jobs. */
final class PauseRepository {
    private PauseRepository() {}

    static List<Pauses.Pause> all(Handle handle) {
        return handle.createQuery("SELECT * FROM job_pauses ORDER BY at")
                .map((row, context) -> new Pauses.Pause(
                        row.getString("job_group").equals(QuartzNames.EVERYTHING)
                                ? null
                                : new JobName(row.getString("job_group"), row.getString("job_name")),
                        row.getString("actor"),
                        row.getString("reason"),
                        TimeColumns.time(row, "at"),
                        TimeColumns.timeOrNull(row, "until")))
                .list();
    }

    /** Counts the requests of a job that are due and held back. */
    static long heldBack(Handle handle, JobName job) {
        return handle.createQuery(QuartzSql.of("""
            SELECT count(*) FROM qrtz_triggers
            WHERE sched_name = {scheduler} AND trigger_group = :job AND trigger_state = 'WAITING'
              AND next_fire_time <= extract(epoch FROM now()) * 1000
            """))
                .bind("job", job.toString())
                .mapTo(Long.class)
                .one();
    }

    /** Begins or changes a pause; false if there is one already with the same end and reason. */
    static boolean begin(Handle handle, @Nullable JobName job, Actor actor, String reason, @Nullable Instant until) {
        int changed = handle.createUpdate("""
                        INSERT INTO job_pauses (job_group, job_name, actor, reason, until)
                        VALUES (:group, :name, :actor, :reason, :until)
                        ON CONFLICT (job_group, job_name) DO UPDATE
                        SET actor = excluded.actor, reason = excluded.reason, until = excluded.until
                        WHERE job_pauses.until IS DISTINCT FROM excluded.until OR job_pauses.reason <> excluded.reason
                        """)
                .bind("group", job == null ? QuartzNames.EVERYTHING : job.group())
                .bind("name", job == null ? QuartzNames.EVERYTHING : job.name())
                .bind("actor", actor.name())
                .bind("reason", reason)
                .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                .execute();
        return changed > 0;
    }

    /** Deletes a pause; false if there is none, or if its end or reason has changed since it was read. */
    static boolean delete(Handle handle, Pauses.Pause pause) {
        JobName job = pause.job();
        Instant until = pause.until();
        return handle.createUpdate("""
                        DELETE FROM job_pauses
                        WHERE job_group = :group AND job_name = :name AND until IS NOT DISTINCT FROM :until AND reason = :reason
                        """)
                        .bind("group", job == null ? QuartzNames.EVERYTHING : job.group())
                        .bind("name", job == null ? QuartzNames.EVERYTHING : job.name())
                        .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
                        .bind("reason", pause.reason())
                        .execute()
                > 0;
    }
}
