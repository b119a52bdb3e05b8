package touchline.scheduler.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;

/** How the reasons are worded. */
final class ReasonsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final JobDefinition BEATING = JobDefinition.named(JobName.of("test/job"))
            .on(new Schedule.Every(Duration.ofSeconds(2)))
            .exclusively()
            .runs(run -> JobReport.done());
    private static final JobFacts.Node NODE = node("a", "FIRING", NOW, 0);
    private static final JobFacts.Requests NO_REQUESTS = new JobFacts.Requests(0, 0, null, null);

    /** A due trigger that is free on a node that is well is either fired soon, or said to be overdue. */
    @Property
    void whatIsDueAndDoesNotRunIsNeverPassedOver(@ForAll("overdue") Duration overdue) {
        Explanation explanation =
                Reasons.about(facts(List.of(NODE), trigger("WAITING", NOW.minus(overdue), -1), List.of()));
        assertThat(explanation.find(Situation.ABOUT_TO_FIRE).isPresent())
                .isNotEqualTo(explanation.find(Situation.OVERDUE).isPresent());
    }

    @Example
    void aRunOnASilentNodeIsReportedAsSuch() {
        JobFacts.Node silent = node("b", "FIRING", NOW.minusSeconds(11), 0);
        JobFacts.Firing run = new JobFacts.Firing(
                "job", "test", "b", true, NOW.minusSeconds(250), 7L, NOW.minusSeconds(3), null, "anna");
        Explanation explanation = Reasons.about(
                facts(List.of(NODE, silent), trigger("BLOCKED", NOW.minusSeconds(248), -1), List.of(run)));
        assertThat(explanation.find(Situation.BLOCKED_BY_RUN).orElseThrow().words())
                .isEqualTo("One run at a time: run 7 on b holds it up since 09:55:50 UTC (4 min ago);"
                        + " it is on b, which has been silent for 11 s,"
                        + " and the others give it up after 2 s of silence, and one takes over");
        Reason running = explanation.find(Situation.RUNNING).orElseThrow();
        assertThat(running.words())
                .startsWith(
                        "Running: run 7 on b since 09:55:50 UTC (4 min ago), past its deadline at 09:59:57 UTC (3 s ago),"
                                + " interrupted by anna, on a node which has been silent for 11 s");
        assertThat(running.action()).isEqualTo(SuggestedAction.INTERRUPT_THE_RUN);
    }

    @Example
    void aTriggerTakenByASilentNodeIsLeftToTheOthersWhereThereAreAny() {
        JobFacts.Node silent = node("b", "FIRING", NOW.minusSeconds(11), 0);
        JobFacts.Firing taken =
                new JobFacts.Firing("job", "test", "b", false, NOW.minusSeconds(12), null, null, null, null);
        Explanation explanation = Reasons.about(
                facts(List.of(NODE, silent), trigger("ACQUIRED", NOW.minusSeconds(12), -1), List.of(taken)));
        assertThat(explanation.summary())
                .isEqualTo("Its trigger is taken by b, which has been silent for 11 s;"
                        + " the others give it up after 2 s of silence, and one takes over");
    }

    @Example
    void aNodeWhoseClockIsBehindIsReported() {
        JobFacts.Node behind = node("b", "CLOCK_OFF", NOW, -1_530);
        Explanation explanation =
                Reasons.about(facts(List.of(NODE, behind), trigger("WAITING", NOW.plusSeconds(1), -1), List.of()));
        assertThat(explanation.isHeldUp()).isFalse();
        assertThat(explanation.find(Situation.CLOCK_OFF).orElseThrow().words())
                .isEqualTo("Not every node that runs it fires: the clock of b is 1,530 ms behind the database's");
    }

    @Example
    void whatIsBrokenSaysWhenItIsMended() {
        assertThat(Reasons.about(facts(List.of(NODE), trigger("ACQUIRED", NOW.minusSeconds(18), -1), List.of()))
                        .summary())
                .isEqualTo(
                        "Its trigger is marked as taken, and no node has it; the watchdog repairs what is overdue for 60 s"
                                + " and stays so for 30 s, so not before 10:00:42 UTC (in 42 s)");
    }

    private static final JobFacts.Trigger NEXT_AT_MINUTE_5 = trigger("WAITING", NOW.plusSeconds(300), -1);

    private static JobFacts paused(JobFacts.Trigger trigger, ZoneId zone, JobFacts.Pause... pauses) {
        return paused(BEATING, trigger, zone, pauses);
    }

    private static JobFacts paused(JobDefinition job, JobFacts.Trigger trigger, ZoneId zone, JobFacts.Pause... pauses) {
        return new JobFacts(
                job,
                NOW,
                true,
                List.of(pauses),
                List.of(NODE),
                List.of(trigger),
                NO_REQUESTS,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                zone);
    }

    private static JobFacts.Pause pause(boolean ofEverything, int minutes) {
        return new JobFacts.Pause(
                ofEverything,
                "ann",
                "repairs",
                NOW.minusSeconds(60),
                minutes == 0 ? null : NOW.plusSeconds(minutes * 60L));
    }

    private static String first(JobFacts facts) {
        assertThat(Reasons.about(facts).findings().get(0).situation())
                .isIn(Situation.PAUSED, Situation.EVERYTHING_PAUSED);
        return Reasons.about(facts)
                .find(Situation.NOT_DUE)
                .orElseThrow()
                .words()
                .replaceFirst("; its schedule is: .*", "");
    }

    @Example
    void aTimeWithinAPauseIsNotTheNextRun() {
        assertThat(first(paused(NEXT_AT_MINUTE_5, ZoneOffset.UTC, pause(false, 20))))
                .isEqualTo(
                        "Its times before 10:20:00 UTC are held back: it runs next at 10:20:00 UTC (in 20 min), once for all of them");
        assertThat(first(paused(NEXT_AT_MINUTE_5, ZoneOffset.UTC, pause(true, 20))))
                .contains("it runs next at 10:20:00 UTC");
        assertThat(first(paused(NEXT_AT_MINUTE_5, ZoneOffset.UTC, pause(true, 30), pause(false, 20))))
                .contains("it runs next at 10:30:00 UTC");
        assertThat(first(paused(NEXT_AT_MINUTE_5, ZoneOffset.UTC, pause(true, 10), pause(false, 0))))
                .isEqualTo("Its next time, 10:05:00 UTC (in 5 min), is held back");
        JobFacts.Trigger missed = trigger("WAITING", NOW.minusSeconds(30), -1);
        assertThat(first(paused(missed, ZoneOffset.UTC, pause(false, 20))))
                .isEqualTo(
                        "Its times before 10:20:00 UTC are held back: it runs next at 10:20:00 UTC (in 20 min), once for all of them");
        assertThat(first(paused(missed, ZoneOffset.UTC, pause(false, 0))))
                .isEqualTo("Its next time, 09:59:30 UTC (30 s ago), is held back");
        assertThat(first(paused(NEXT_AT_MINUTE_5, ZoneOffset.UTC, pause(false, 4))))
                .isEqualTo("Not due yet: it runs next at 10:05:00 UTC (in 5 min)");
    }

    /** An interval counts from its trigger's time, not from the moment of the question. */
    @Example
    void theFirstTimeAfterAPauseOfEverythingIsOneOfTheTriggers() {
        JobDefinition skipping = JobDefinition.named(BEATING.name())
                .on(new Schedule.Every(Duration.ofMinutes(10)))
                .ifMissed(Misfire.WAIT_FOR_NEXT)
                .runs(run -> JobReport.done());
        JobFacts.Trigger nextAtMinute5 = new JobFacts.Trigger(
                "job", "test", "WAITING", NOW.plusSeconds(300), null, 4, 600_000L, null, null, 1, null);

        assertThat(first(paused(skipping, nextAtMinute5, ZoneOffset.UTC, pause(true, 20))))
                .contains("it runs next at 10:25:00 UTC");
    }

    @Example
    void timesAreShownOnTheClocksOfTheReaderAndTheseAreNamed() {
        Explanation explanation = Reasons.about(paused(NEXT_AT_MINUTE_5, ZoneId.of("Europe/Berlin"), pause(false, 20)));

        assertThat(explanation.summary()).endsWith("it ends by itself at 11:20:00 CET (in 20 min)");
        assertThat(explanation.findings()).noneMatch(finding -> finding.words().contains("UTC"));
    }

    @Example
    void manyTriggersInOneSituationAreOneFinding() {
        JobFacts.Trigger one = new JobFacts.Trigger("r", "test/job", "ERROR", NOW, null, -1, 0L, null, null, 1, null);
        JobFacts.Trigger two = new JobFacts.Trigger("s", "test/job", "ERROR", NOW, null, -1, 0L, null, null, 1, null);
        JobFacts facts = new JobFacts(
                BEATING,
                NOW,
                true,
                List.of(),
                List.of(NODE),
                List.of(one, two),
                NO_REQUESTS,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ZoneOffset.UTC);
        assertThat(Reasons.about(facts)
                        .find(Situation.TRIGGER_ERROR)
                        .orElseThrow()
                        .words())
                .startsWith("The trigger of its request r is set aside as an error")
                .endsWith("; so is it with 1 more of its triggers");
    }

    @Provide
    Arbitrary<Duration> overdue() {
        return Arbitraries.longs().between(0, 600_000).map(Duration::ofMillis);
    }

    private static JobFacts.Node node(String name, String state, Instant lastSeen, long offset) {
        return new JobFacts.Node(name, state, lastSeen, null, null, false, offset, 5, 0, null, true, "", null);
    }

    private static JobFacts.Trigger trigger(String state, @Nullable Instant next, int misfire) {
        return new JobFacts.Trigger("job", "test", state, next, null, misfire, 2_000L, null, null, 1, null);
    }

    private static JobFacts facts(List<JobFacts.Node> nodes, JobFacts.Trigger trigger, List<JobFacts.Firing> firings) {
        return new JobFacts(
                BEATING,
                NOW,
                true,
                List.of(),
                nodes,
                List.of(trigger),
                NO_REQUESTS,
                firings,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ZoneOffset.UTC);
    }
}
