package touchline.scheduler.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import touchline.scheduler.explain.HeldTimes;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.schedule.ClockChange;
import touchline.scheduler.schedule.FireTimes;

/** Summer time in London begins on 2027-03-28 at 01:00 and ends on 2027-10-31 at 02:00. */
final class ForecastTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Instant BEFORE_SPRING = Instant.parse("2027-03-27T12:00:00Z");
    private static final Instant BEFORE_AUTUMN = Instant.parse("2027-10-30T23:59:50Z");

    @Test
    void aTimeThatDoesNotComeIsSaidToBeSkippedAndTheNextOneIsMarked() {
        Forecast forecast = forecast(new Schedule.Cron("0 30 1 * * ?", LONDON), BEFORE_SPRING, 2);
        assertThat(forecast.times().get(0)).isEqualTo(time("2027-03-29T00:30:00Z", ClockChange.Kind.SKIPPED_HOUR));
        assertThat(forecast.times().get(1).mark()).isNull();
        ClockChange spring = forecast.clockChanges().get(0);
        assertThat(spring.kind()).isEqualTo(ClockChange.Kind.SKIPPED_HOUR);
        assertThat(spring.words())
                .isEqualTo("On 2027-03-28 the clocks of Europe/London go from 01:00:00 to 02:00:00:"
                        + " 01:30:00 does not come that day, and it does not run then");
    }

    @Test
    void aTimeThatComesTwiceIsSaidTo() {
        Forecast forecast = forecast(new Schedule.Cron("0 30 1 * * ?", LONDON), BEFORE_AUTUMN, 2);
        assertThat(forecast.times().get(0)).isEqualTo(time("2027-10-31T01:30:00Z", ClockChange.Kind.DOUBLED_HOUR));
        assertThat(forecast.clockChanges().get(0).words())
                .isEqualTo("On 2027-10-31 the clocks of Europe/London go back from 02:00:00 to 01:00:00:"
                        + " 01:30:00 comes twice that day, and it runs the second time only");
    }

    /** quartz-scheduler/quartz#1104. */
    @Test
    void whatBeatsByTheClocksIsSaidToFallSilentForAnHour() {
        Forecast forecast = forecast(new Schedule.Cron("0/2 * * * * ?", LONDON), BEFORE_AUTUMN, 6);
        assertThat(forecast.times().stream().map(Forecast.Time::at))
                .containsExactly(
                        Instant.parse("2027-10-30T23:59:52Z"),
                        Instant.parse("2027-10-30T23:59:54Z"),
                        Instant.parse("2027-10-30T23:59:56Z"),
                        Instant.parse("2027-10-30T23:59:58Z"),
                        Instant.parse("2027-10-31T01:00:00Z"),
                        Instant.parse("2027-10-31T01:00:02Z"));
        assertThat(forecast.times().get(4).mark()).isEqualTo(ClockChange.Kind.SILENT_HOUR);
        ClockChange autumn = forecast.clockChanges().get(0);
        assertThat(autumn.kind()).isEqualTo(ClockChange.Kind.SILENT_HOUR);
        assertThat(autumn.words())
                .contains("Quartz falls silent for 60 min, from 2027-10-31 00:00:00 UTC to 2027-10-31 01:00:00 UTC,"
                        + " and leaves out 1,800 times");
    }

    @Test
    void whatGoesByUtcOrByIntervalsIsLeftAloneByTheClocks() {
        for (Schedule schedule : List.of(
                new Schedule.Cron("0/2 * * * * ?"),
                new Schedule.Every(Duration.ofSeconds(2)),
                new Schedule.OnDemand())) {
            assertThat(forecast(schedule, BEFORE_AUTUMN, 5).clockChanges()).isEmpty();
        }
        List<Forecast.Time> times = forecast(new Schedule.Every(Duration.ofMinutes(30)), BEFORE_AUTUMN, 6)
                .times();
        assertThat(times).extracting(Forecast.Time::at).isSorted();
        assertThat(times.stream().filter(time -> time.mark() == ClockChange.Kind.DOUBLED_HOUR))
                .as("the clocks show these twice")
                .hasSize(4)
                .allMatch(time -> time.local().toLocalTime().isBefore(LocalTime.of(2, 0)));
    }

    @Test
    void anIntervalKeepsToItsGrid() {
        Instant start = Instant.parse("2026-11-24T10:00:00.250Z");
        FireTimes times = FireTimes.every(start, Duration.ofMillis(700));
        assertThat(times.next(start.minusSeconds(5), 3))
                .containsExactly(start, start.plusMillis(700), start.plusMillis(1_400));
        assertThat(times.after(start.plusMillis(699))).isEqualTo(start.plusMillis(700));
        assertThat(times.include(start.plusMillis(700_000))).isTrue();
        assertThat(times.include(start.plusMillis(700_001))).isFalse();
    }

    @Test
    void aChangeTellsWhatIsAddedWhatGoesAndWhatStays() {
        Instant from = Instant.parse("2026-11-24T10:00:30Z");
        ScheduleDiff diff = ScheduleDiff.between(
                "before",
                FireTimes.cron("0 0/10 * * * ?", ZoneOffset.UTC),
                "after",
                FireTimes.cron("0 0/15 * * * ?", ZoneOffset.UTC),
                from);
        assertThat(diff.lines().subList(0, 4))
                .containsExactly(
                        line("2026-11-24T10:10:00Z", ScheduleDiff.Fate.REMOVED),
                        line("2026-11-24T10:15:00Z", ScheduleDiff.Fate.ADDED),
                        line("2026-11-24T10:20:00Z", ScheduleDiff.Fate.REMOVED),
                        line("2026-11-24T10:30:00Z", ScheduleDiff.Fate.SAME));
        assertThat(diff.count(ScheduleDiff.Fate.SAME) + diff.count(ScheduleDiff.Fate.ADDED))
                .isEqualTo(50);
    }

    /** Not only because the other schedule's first fifty times end sooner. */
    @Test
    void whatStaysIsNotSaidToGo() {
        Instant from = Instant.parse("2026-11-24T10:00:30Z");
        ScheduleDiff diff = ScheduleDiff.between(
                "hourly",
                FireTimes.cron("0 0 * * * ?", ZoneOffset.UTC),
                "every minute",
                FireTimes.cron("0 * * * * ?", ZoneOffset.UTC),
                from);
        assertThat(diff.count(ScheduleDiff.Fate.REMOVED)).isZero();
        assertThat(diff.count(ScheduleDiff.Fate.SAME)).isEqualTo(50);
        assertThat(diff.count(ScheduleDiff.Fate.ADDED)).isEqualTo(50);
    }

    private static Forecast forecast(Schedule schedule, Instant from, int most) {
        return Forecast.of(
                new Forecast.Scheduled(schedule, FireTimes.of(schedule, from), null),
                HeldTimes.none(),
                from,
                most,
                LONDON);
    }

    private static Forecast.Time time(String at, ClockChange.Kind mark) {
        return new Forecast.Time(Instant.parse(at), Instant.parse(at).atZone(LONDON), mark, null);
    }

    private static ScheduleDiff.Line line(String at, ScheduleDiff.Fate fate) {
        return new ScheduleDiff.Line(Instant.parse(at), fate);
    }
}
