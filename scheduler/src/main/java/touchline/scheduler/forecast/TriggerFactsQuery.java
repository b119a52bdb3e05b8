package touchline.scheduler.forecast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.explain.JobFactsQuery;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.sql.TimeColumns;
import touchline.scheduler.trigger.StoredCalendar;

/** Reads the trigger of a job's schedule, and its override. */
final class TriggerFactsQuery {
    private TriggerFactsQuery() {}

    /**
     * A job's trigger and override.
     *
     * @param now the database's clock, to the millisecond
     * @param override the operator's schedule; empty if there is none, or if it is invalid
     * @param next the trigger's next time; null for never
     * @param interval in ms; 0 if it is not a simple trigger
     * @param calendar the trigger's calendar; empty if it has none, or if it is unreadable
     */
    record TriggerFacts(
            Instant now,
            Optional<Schedule> override,
            @Nullable Instant next,
            long interval,
            Optional<StoredCalendar> calendar) {}

    static TriggerFacts read(Handle handle, JobName job) {
        return handle.createQuery(QuartzSql.of("""
                        SELECT now() AS now, o.kind, o.expression, o.zone, t.next_fire_time, s.repeat_interval, k.calendar
                        FROM (VALUES (:group, :name)) AS j(job_group, job_name)
                        LEFT JOIN job_schedule_overrides o USING (job_group, job_name)
                        LEFT JOIN qrtz_triggers t ON t.sched_name = {scheduler}
                              AND t.trigger_group = j.job_group AND t.trigger_name = j.job_name
                        LEFT JOIN qrtz_simple_triggers s USING (sched_name, trigger_name, trigger_group)
                        LEFT JOIN qrtz_calendars k USING (sched_name, calendar_name)
                        """))
                .bind("group", job.group())
                .bind("name", job.name())
                .map((row, context) -> facts(row))
                .one();
    }

    /** Returns the database's clock, to the millisecond. */
    static Instant now(Handle handle) {
        return handle.createQuery("SELECT now()")
                .mapTo(OffsetDateTime.class)
                .one()
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
    }

    private static TriggerFacts facts(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        byte[] calendar = row.getBytes("calendar");
        return new TriggerFacts(
                TimeColumns.time(row, "now").truncatedTo(ChronoUnit.MILLIS),
                kind == null
                        ? Optional.empty()
                        : Optional.ofNullable(
                                JobFactsQuery.schedule(kind, row.getString("expression"), row.getString("zone"))),
                JobFactsQuery.millis(row, "next_fire_time"),
                row.getLong("repeat_interval"),
                calendar == null ? Optional.empty() : StoredCalendar.read(calendar));
    }
}
