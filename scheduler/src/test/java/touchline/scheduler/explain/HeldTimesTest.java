package touchline.scheduler.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.forecast.Forecast;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.FireTimes;

/** Which of a job's times will be kept, and when it runs first. */
final class HeldTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Schedule TEN_MINUTES = new Schedule.Every(Duration.ofMinutes(10));
    private static final FireTimes TIMES = FireTimes.of(TEN_MINUTES, at(4));

    private static Instant at(int minute) {
        return NOW.plusSeconds(minute * 60L);
    }

    private static JobFacts.Pause pause(boolean ofEverything, @Nullable Instant until) {
        return new JobFacts.Pause(ofEverything, "ann", "repairs", NOW, until);
    }

    private static HeldTimes holds(Misfire misfire, @Nullable Boolean runs, JobFacts.Pause... pauses) {
        JobDefinition job = JobDefinition.named(JobName.of("test/job"))
                .on(TEN_MINUTES)
                .ifMissed(misfire)
                .runs(run -> JobReport.done());
        JobFacts.Node node =
                new JobFacts.Node("n", "FIRING", NOW, null, null, false, 0, 5, 0, null, runs, "a key is set", null);
        return HeldTimes.of(new JobFacts(
                job,
                NOW,
                true,
                List.of(pauses),
                List.of(node),
                List.of(),
                new JobFacts.Requests(0, 0, null, null),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ZoneOffset.UTC));
    }

    private static Forecast forecast(HeldTimes holds, @Nullable Instant next) {
        return Forecast.of(new Forecast.Scheduled(TEN_MINUTES, TIMES, next), holds, NOW, 4, ZoneOffset.UTC);
    }

    @Example
    void timesWithinAPauseAreMarkedAndTheFirstRunIsAtItsEnd() {
        Forecast forecast = forecast(holds(Misfire.RUN_ONCE_NOW, true, pause(false, at(21))), at(4));

        assertThat(forecast.times())
                .extracting(Forecast.Time::at, Forecast.Time::heldBackBy)
                .containsExactly(
                        tuple(at(4), Situation.PAUSED),
                        tuple(at(14), Situation.PAUSED),
                        tuple(at(24), null),
                        tuple(at(34), null));
        assertThat(forecast.firstRun()).isEqualTo(at(21));
    }

    @Example
    void aTimeAtTheVeryEndOfAPauseIsKept() {
        Forecast forecast = forecast(holds(Misfire.RUN_ONCE_NOW, true, pause(false, at(4))), at(4));

        assertThat(forecast.times()).extracting(Forecast.Time::heldBackBy).containsOnlyNulls();
        assertThat(forecast.firstRun()).isEqualTo(at(4));
    }

    @Example
    void withoutAPauseTheFirstRunIsTheNextTime() {
        assertThat(forecast(holds(Misfire.RUN_ONCE_NOW, true), at(4)).firstRun())
                .isEqualTo(at(4));
    }

    @Example
    void aTimeThatThePauseHasHeldBackAlreadyIsMadeUpForAtItsEnd() {
        assertThat(forecast(holds(Misfire.RUN_ONCE_NOW, true, pause(false, at(2))), at(-6))
                        .firstRun())
                .isEqualTo(at(2));
    }

    @Example
    void afterAPauseOfEverythingItIsAsTheJobDeclares() {
        assertThat(forecast(holds(Misfire.RUN_ONCE_NOW, true, pause(true, at(21))), at(4))
                        .firstRun())
                .isEqualTo(at(21));
        assertThat(forecast(holds(Misfire.WAIT_FOR_NEXT, true, pause(true, at(21))), at(4))
                        .firstRun())
                .isEqualTo(at(24));
        assertThat(forecast(holds(Misfire.WAIT_FOR_NEXT, true, pause(false, at(21))), at(4))
                        .firstRun())
                .isEqualTo(at(21));
    }

    /** The end of its own pause makes the run due, and what is due for long is skipped while everything is paused. */
    @Example
    void aRunThatBecomesDueWithinAPauseOfEverythingIsAsTheJobDeclares() {
        assertThat(forecast(holds(Misfire.WAIT_FOR_NEXT, true, pause(false, at(10)), pause(true, at(21))), at(4))
                        .firstRun())
                .isEqualTo(at(24));
        assertThat(forecast(holds(Misfire.WAIT_FOR_NEXT, true, pause(false, at(21)), pause(true, at(10))), at(4))
                        .firstRun())
                .isEqualTo(at(21));
    }

    @Example
    void theLongerOfTwoPausesCounts() {
        Forecast forecast =
                forecast(holds(Misfire.RUN_ONCE_NOW, true, pause(false, at(10)), pause(true, at(20))), at(4));

        assertThat(forecast.times())
                .extracting(Forecast.Time::heldBackBy)
                .containsExactly(Situation.EVERYTHING_PAUSED, Situation.EVERYTHING_PAUSED, null, null);
        assertThat(forecast.firstRun()).isEqualTo(at(20));
    }

    @Example
    void whatHasNoEndHoldsEveryTimeBack() {
        for (HeldTimes endless : List.of(
                holds(Misfire.RUN_ONCE_NOW, true, pause(false, null)),
                holds(Misfire.RUN_ONCE_NOW, true, pause(false, Instant.MAX)),
                holds(Misfire.RUN_ONCE_NOW, true, pause(true, null), pause(false, at(5))),
                holds(Misfire.RUN_ONCE_NOW, false),
                holds(Misfire.RUN_ONCE_NOW, null))) {
            Forecast forecast = forecast(endless, at(4));

            assertThat(forecast.times()).extracting(Forecast.Time::heldBackBy).doesNotContainNull();
            assertThat(forecast.firstRun()).isNull();
        }
        assertThat(forecast(holds(Misfire.RUN_ONCE_NOW, false), at(4)).times())
                .extracting(Forecast.Time::heldBackBy)
                .containsOnly(Situation.CONDITION_OFF);
    }
}
