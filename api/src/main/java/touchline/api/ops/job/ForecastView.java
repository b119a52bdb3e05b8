package touchline.api.ops.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.scheduler.explain.Situation;
import touchline.scheduler.forecast.Forecast;
import touchline.scheduler.forecast.ScheduleDiff;
import touchline.scheduler.schedule.ClockChange;

/**
 * When a job fires, or would.
 *
 * @param schedule in words
 * @param estimated whether the job may decide otherwise at the end of each run
 * @param firstRunAt when the job really runs first; null if that is never, or if something holds it back whose end is not known
 * @param zone on whose clocks local times are
 * @param clockChanges what the changes of the clocks do to it in the year ahead
 * @param change against what counts now; null where nothing else is proposed
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Forecast")
record ForecastView(
        String schedule,
        boolean estimated,
        List<Time> times,
        @Nullable Instant firstRunAt,
        String zone,
        List<Clocks> clockChanges,
        @Nullable ScheduleDiff change) {

    /**
     * A time.
     *
     * @param local as the clocks of the zone that was asked for show it
     * @param mark what is odd about it; null where nothing is
     * @param heldBackBy the situation, as {@code explain} names it, that will keep the job from running at that time; null if nothing is known to
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @SchemaName("FireTime")
    record Time(
            Instant at,
            String local,
            @Nullable String mark,
            @Nullable String heldBackBy) {
        static Time of(Forecast.Time time) {
            ClockChange.Kind mark = time.mark();
            Situation holds = time.heldBackBy();
            return new Time(
                    time.at(),
                    time.local().toOffsetDateTime().toString(),
                    mark == null ? null : mark.name(),
                    holds == null ? null : holds.name());
        }
    }

    /** A change of the clocks, and what it does. */
    @SchemaName("ClockChange")
    record Clocks(String kind, Instant at, String zone, String from, String to, int times, String words) {
        static Clocks of(ClockChange change) {
            return new Clocks(
                    change.kind().name(),
                    change.at(),
                    change.zone().getId(),
                    change.from().toString(),
                    change.to().toString(),
                    change.times(),
                    change.words());
        }
    }

    static ForecastView of(Forecast forecast, @Nullable ScheduleDiff change) {
        return new ForecastView(
                forecast.schedule(),
                forecast.estimated(),
                forecast.times().stream().map(Time::of).toList(),
                forecast.firstRun(),
                forecast.zone().getId(),
                forecast.clockChanges().stream().map(Clocks::of).toList(),
                change);
    }
}
