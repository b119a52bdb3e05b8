package touchline.scheduler.trigger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;
import touchline.scheduler.job.JobName;
import touchline.scheduler.sql.QuartzSql;

/** Writes the next times of stored triggers, within the caller's transaction. */
public final class TriggerTimeRepository {
    private TriggerTimeRepository() {}

    /** Sets the next time of a schedule's trigger that waits since before {@code now}. */
    static void moveOverdue(Handle handle, JobName job, Instant now, Instant next) {
        handle.createUpdate(QuartzSql.of("""
                        UPDATE qrtz_triggers SET next_fire_time = :next
                        WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group
                          AND trigger_state = 'WAITING' AND next_fire_time < :now
                        """))
                .bind("next", next.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .bind("name", job.name())
                .bind("group", job.group())
                .execute();
    }

    /** Moves the next time of a schedule's trigger to {@code next}, if it is later. */
    public static void moveUp(Handle handle, JobName job, Instant next) {
        handle.createUpdate(QuartzSql.of("""
                        UPDATE qrtz_triggers SET next_fire_time = :next
                        WHERE sched_name = {scheduler} AND trigger_name = :name AND trigger_group = :group
                          AND trigger_state IN ('WAITING', 'BLOCKED') AND next_fire_time > :next
                        """))
                .bind("next", next.toEpochMilli())
                .bind("name", job.name())
                .bind("group", job.group())
                .execute();
    }
}
