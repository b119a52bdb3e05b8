package touchline.scheduler.forecast;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.facts.HeldTimes;
import touchline.scheduler.facts.JobFactsQuery;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleDiff;
import touchline.scheduler.schedule.ScheduleWords;
import touchline.scheduler.sql.QuartzSql;
import touchline.scheduler.trigger.StoredCalendar;

/** Forecasts when jobs run, by their current or a proposed schedule. Times that something holds back are marked. Thread-safe. */
public final class Upcoming {
    /** The most times of one forecast. */
    public static final int MOST = 200;

    private final Jdbi jdbi;
    private final JobCatalogue catalogue;
    private final JobFactsQuery facts;

    public Upcoming(Jdbi jdbi, JobCatalogue catalogue) {
        this.jdbi = jdbi;
        this.catalogue = catalogue;
        this.facts = new JobFactsQuery(jdbi);
    }

    /**
     * Returns the next times of the effective schedule.
     *
     * @param most 1 to {@value #MOST}; larger values count as {@value #MOST}
     * @param zone the zone of local times
     * @throws IllegalArgumentException if the job isn't in the catalogue
     */
    public Forecast of(JobName job, int most, ZoneId zone) {
        Standing standing = standing(definition(job));
        return Forecast.of(
                new Forecast.Scheduled(standing.schedule(), standing.times(), standing.next()),
                HeldTimes.of(facts.read(definition(job), zone)),
                standing.now(),
                Math.min(most, MOST),
                zone);
    }

    /**
     * Returns the next times of a proposed schedule. An interval counts from now.
     *
     * @param most 1 to {@value #MOST}; larger values count as {@value #MOST}
     * @param zone the zone of local times
     * @throws IllegalArgumentException if the job isn't in the catalogue
     */
    public Forecast of(JobName job, Schedule proposed, int most, ZoneId zone) {
        Instant now = jdbi.withHandle(handle -> handle.createQuery("SELECT now()")
                        .mapTo(OffsetDateTime.class)
                        .one())
                .toInstant()
                .truncatedTo(ChronoUnit.MILLIS);
        return Forecast.of(
                new Forecast.Scheduled(proposed, FireTimes.of(proposed, now), null),
                HeldTimes.of(facts.read(definition(job), zone)),
                now,
                Math.min(most, MOST),
                zone);
    }

    /**
     * Compares the effective schedule of a job with a proposed one.
     *
     * @throws IllegalArgumentException if the job isn't in the catalogue
     */
    public ScheduleDiff change(JobName job, Schedule proposed) {
        Standing standing = standing(definition(job));
        return ScheduleDiff.between(
                ScheduleWords.of(standing.schedule(), standing.now()),
                standing.times(),
                ScheduleWords.of(proposed, standing.now()),
                FireTimes.of(proposed, standing.now()),
                standing.now());
    }

    private JobDefinition definition(JobName job) {
        return catalogue.find(job).orElseThrow(() -> new IllegalArgumentException(job + " is not in the catalogue"));
    }

    /** The effective schedule with its facts. */
    private record Standing(
            Instant now,
            Schedule schedule,
            FireTimes times,
            @Nullable Instant next) {}

    private Standing standing(JobDefinition job) {
        return jdbi.withHandle(handle -> handle.createQuery(QuartzSql.of("""
                        SELECT now() AS now, o.kind, o.expression, o.zone, t.next_fire_time, s.repeat_interval, k.calendar
                        FROM (VALUES (:group, :name)) AS j(job_group, job_name)
                        LEFT JOIN job_schedule_overrides o USING (job_group, job_name)
                        LEFT JOIN qrtz_triggers t ON t.sched_name = {scheduler}
                              AND t.trigger_group = j.job_group AND t.trigger_name = j.job_name
                        LEFT JOIN qrtz_simple_triggers s USING (sched_name, trigger_name, trigger_group)
                        LEFT JOIN qrtz_calendars k USING (sched_name, calendar_name)
                        """))
                .bind("group", job.name().group())
                .bind("name", job.name().name())
                .map((row, context) -> standing(row, job))
                .one());
    }

    private static Standing standing(ResultSet row, JobDefinition job) throws SQLException {
        Instant now = row.getObject("now", OffsetDateTime.class).toInstant().truncatedTo(ChronoUnit.MILLIS);
        Schedule schedule = Optional.ofNullable(row.getString("kind")).isEmpty()
                ? job.schedule()
                : Optional.ofNullable(JobFactsQuery.schedule(
                                row.getString("kind"), row.getString("expression"), row.getString("zone")))
                        .orElse(job.schedule());
        FireTimes times =
                times(schedule, now, JobFactsQuery.millis(row, "next_fire_time"), row.getLong("repeat_interval"));
        byte[] calendar = row.getBytes("calendar");
        Optional<StoredCalendar> excluded = calendar == null ? Optional.empty() : StoredCalendar.read(calendar);
        return new Standing(
                now,
                schedule,
                excluded.map(one -> FireTimes.except(times, one)).orElse(times),
                JobFactsQuery.millis(row, "next_fire_time"));
    }

    /** An interval keeps to the grid of its trigger. */
    private static FireTimes times(Schedule schedule, Instant now, @Nullable Instant next, long interval) {
        if (next == null
                || interval <= 0
                || !(schedule instanceof Schedule.Every || schedule instanceof Schedule.SelfTimed)) {
            return FireTimes.of(schedule, now);
        }
        Duration step = Duration.ofMillis(interval);
        long behind = Duration.between(next, now).toMillis();
        return FireTimes.every(behind <= 0 ? next : next.plusMillis(behind / interval * interval), step);
    }
}
