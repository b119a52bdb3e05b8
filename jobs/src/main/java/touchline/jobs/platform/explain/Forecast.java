package touchline.jobs.platform.explain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.jobs.platform.job.Schedule;

/**
 * When a schedule fires.
 *
 * @param schedule in words
 * @param estimated whether the job may decide otherwise at the end of each run
 * @param times the next ones, in order
 * @param clockChanges what the changes of the clocks do to the schedule in the year ahead, be it within these times or after
 */
public record Forecast(String schedule, boolean estimated, List<Time> times, List<ClockChange> clockChanges) {
    public Forecast {
        times = List.copyOf(times);
        clockChanges = List.copyOf(clockChanges);
    }

    /**
     * A time.
     *
     * @param local on the clocks of the zone that was asked for
     * @param mark what is odd about it; null where nothing is
     */
    public record Time(Instant at, ZonedDateTime local, ClockChange.@Nullable Kind mark) {}

    static Forecast of(Schedule schedule, FireTimes times, Instant from, int most, ZoneId zone) {
        List<ClockChange> changes = ClockChanges.of(schedule, from);
        List<Time> marked = new ArrayList<>();
        Instant before = from;
        for (Instant at : times.next(from, most)) {
            marked.add(new Time(at, at.atZone(zone), mark(before, at, changes, zone)));
            before = at;
        }
        return new Forecast(ScheduleWords.of(schedule), schedule instanceof Schedule.SelfTimed, marked, changes);
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
