package touchline.scheduler.forecast;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.facts.HeldTimes;
import touchline.scheduler.facts.Situation;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ClockChange;
import touchline.scheduler.schedule.ClockChanges;
import touchline.scheduler.schedule.FireTimes;
import touchline.scheduler.schedule.ScheduleWords;

/**
 * When a schedule fires.
 *
 * @param schedule in words
 * @param estimated whether the job may decide otherwise at the end of each run
 * @param times the next ones, in order
 * @param firstRun when the job really runs first; null if that is never, or if something holds it back whose end is not known
 * @param zone on whose clocks local times are
 * @param clockChanges what the changes of the clocks do to the schedule in the year ahead, be it within these times or after
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
     * A time.
     *
     * @param local on the clocks of the zone that was asked for
     * @param mark what is odd about it; null where nothing is
     * @param heldBackBy what will keep the job from running at that time; null if nothing is known to
     */
    public record Time(
            Instant at,
            ZonedDateTime local,
            ClockChange.@Nullable Kind mark,
            @Nullable Situation heldBackBy) {}

    /**
     * A schedule and its times.
     *
     * @param next the time that its trigger has; null where there is no trigger
     */
    record Scheduled(
            Schedule schedule, FireTimes times, @Nullable Instant next) {}

    /** The next times of a schedule, with what holds them back. */
    static Forecast of(Scheduled scheduled, HeldTimes holds, Instant from, int most, ZoneId zone) {
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
        Instant next = scheduled.next() == null ? times.after(from) : scheduled.next();
        return new Forecast(
                ScheduleWords.of(schedule, from),
                schedule instanceof Schedule.SelfTimed,
                marked,
                holds.firstRun(next, times),
                zone,
                changes);
    }

    /** The first time after an hour that was left out is marked, and each that the clocks show twice. */
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
