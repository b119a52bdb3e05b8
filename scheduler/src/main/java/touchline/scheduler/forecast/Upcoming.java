package touchline.scheduler.forecast;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.explain.HeldTimes;
import touchline.scheduler.explain.JobFactsQuery;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleWords;

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
        Effective effective = effective(definition(job));
        return Forecast.of(
                new Forecast.Scheduled(effective.schedule(), effective.times(), effective.next()),
                HeldTimes.of(facts.read(definition(job), zone)),
                effective.now(),
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
        Instant now = jdbi.withHandle(TriggerFactsQuery::now);
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
        Effective effective = effective(definition(job));
        HeldTimes holds = HeldTimes.of(facts.read(definition(job), ZoneOffset.UTC));
        return ScheduleDiff.between(
                ScheduleWords.of(effective.schedule(), effective.now()),
                holds.included(effective.times()),
                ScheduleWords.of(proposed, effective.now()),
                holds.included(FireTimes.of(proposed, effective.now())),
                effective.now());
    }

    private JobDefinition definition(JobName job) {
        return catalogue.find(job).orElseThrow(() -> new IllegalArgumentException(job + " is not in the catalogue"));
    }

    /** The effective schedule with its facts. */
    private record Effective(
            Instant now,
            Schedule schedule,
            FireTimes times,
            @Nullable Instant next) {}

    private Effective effective(JobDefinition job) {
        TriggerFactsQuery.TriggerFacts trigger = jdbi.withHandle(handle -> TriggerFactsQuery.read(handle, job.name()));
        Schedule schedule = trigger.override().orElse(job.schedule());
        Instant next = trigger.next();
        if (trigger.calendar().isPresent() && next != null && trigger.interval() > 0) {
            // The excluded times before it are on the grid as well.
            next = FireTimes.onGrid(trigger.now(), next, Duration.ofMillis(trigger.interval()));
        }
        return new Effective(
                trigger.now(), schedule, times(schedule, trigger.now(), next, trigger.interval()), trigger.next());
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
