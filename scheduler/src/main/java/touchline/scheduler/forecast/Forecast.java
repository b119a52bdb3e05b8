package touchline.scheduler.forecast;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.explain.HeldTimes;
import touchline.scheduler.explain.Situation;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ClockChange;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleWords;

/**
 * The coming fire times of a schedule.
 *
 * @param schedule in words
 * @param estimated whether the job itself decides at the end of each run
 * @param times the next times, in order
 * @param firstRun when the job runs next; null if never, or if something holds it back without a known end
 * @param zone the zone of local times
 * @param clockChanges what changes of the clocks do to the schedule within a year
 */
public record Forecast(
        String schedule,
        boolean estimated,
        List<Time> times,
        @Nullable Instant firstRun,
        ZoneId zone,
        List<ClockChange> clockChanges) {
    public Forecast {
        times = List.copyOf(times);
        clockChanges = List.copyOf(clockChanges);
    }

    /**
     * A fire time.
     *
     * @param local in the requested zone
     * @param mark what is unusual about it; null if nothing is
     * @param heldBackBy what will prevent the run; null if nothing known does
     */
    public record Time(
            Instant at,
            ZonedDateTime local,
            ClockChange.@Nullable Kind mark,
            @Nullable Situation heldBackBy) {}

    /**
     * A schedule and its times.
     *
     * @param next the trigger's next time; null if there is no trigger
     */
    public record Scheduled(
            Schedule schedule, FireTimes times, @Nullable Instant next) {}

    /** Returns the next times of a schedule, with what holds them back. */
    public static Forecast of(Scheduled scheduled, HeldTimes holds, Instant from, int most, ZoneId zone) {
        Schedule schedule = scheduled.schedule();
        FireTimes times = scheduled.times();
        List<ClockChange> changes = ClockChanges.of(schedule, from);
        List<Time> marked = new ArrayList<>();
        Instant before = from;
        for (Instant at : times.next(from, most)) {
            marked.add(new Time(
                    at,
                    at.atZone(zone),
                    mark(before, at, changes, zone),
                    holds.at(at).orElse(null)));
            before = at;
        }
        Instant next = scheduled.next() == null ? holds.included(times).after(from) : scheduled.next();
        return new Forecast(
                ScheduleWords.of(schedule, from),
                schedule instanceof Schedule.SelfTimed,
                marked,
                holds.firstRun(next, times),
                zone,
                changes);
    }

    /** Marks the first time after a skipped hour, and each time that the clocks show twice. */
    private static ClockChange.@Nullable Kind mark(Instant before, Instant at, List<ClockChange> changes, ZoneId zone) {
        for (ClockChange change : changes) {
            if (change.kind() != ClockChange.Kind.DOUBLED_HOUR && change.isBetween(before, at)) {
                return change.kind();
            }
        }
        return zone.getRules()
                                .getValidOffsets(at.atZone(zone).toLocalDateTime())
                                .size()
                        > 1
                ? ClockChange.Kind.DOUBLED_HOUR
                : null;
    }
}
