package touchline.scheduler.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;

/** Any content of the rows has an explanation. */
final class AnyFactsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    /** Any content of the rows. */
    @Property(tries = 2_000)
    void thereIsAnExplanationForEverything(@ForAll("facts") JobFacts facts) {
        Explanation explanation = Reasons.about(facts);
        assertThat(explanation.findings()).isNotEmpty();
        for (Reason finding : explanation.findings()) {
            assertThat(finding.words()).isNotBlank().doesNotContain("null").doesNotContain("Optional");
        }
        assertThat(explanation.findings()).extracting(Reason::situation).doesNotHaveDuplicates();
        assertThat(Reasons.about(facts)).isEqualTo(explanation);
    }

    @Provide
    Arbitrary<JobFacts> facts() {
        Arbitrary<List<JobFacts.Pause>> pauses = Combinators.combine(
                        Arbitraries.of(true, false), texts(), times(), times().injectNull(0.3))
                .as((all, why, at, until) -> new JobFacts.Pause(all, "anna", why, at, until))
                .list()
                .ofMaxSize(2)
                .uniqueElements(JobFacts.Pause::ofEverything);
        Arbitrary<List<JobFacts.Node>> nodes = nodes().list().ofMaxSize(3);
        Arbitrary<List<JobFacts.Trigger>> triggers = triggers().list().ofMaxSize(4);
        Arbitrary<List<JobFacts.Firing>> firings = firings().list().ofMaxSize(3);
        Arbitrary<List<String>> groups = Arbitraries.of(
                        "test", "test/job", "RECOVERING_JOBS", "_$_ALL_GROUPS_PAUSED_$_", "x")
                .list()
                .ofMaxSize(3);
        Arbitrary<Optional<JobFacts.Substitute>> substitutes = Combinators.combine(
                        schedules().injectNull(0.3), texts(), times())
                .as((schedule, why, at) -> new JobFacts.Substitute(schedule, "anna", why, at))
                .optional();
        Arbitrary<Rest> rest = Combinators.combine(
                        Arbitraries.of(true, false),
                        schedules(),
                        ended().optional(),
                        Arbitraries.longs(),
                        Arbitraries.of("r", "s"))
                .as(Rest::new);
        return Combinators.combine(pauses, nodes, triggers, firings, groups, substitutes, rest)
                .as((paused, there, triggered, fired, grouped, substitute, other) -> new JobFacts(
                        JobDefinition.named(JobName.of("test/job"))
                                .on(other.declared())
                                .recovered()
                                .runs(run -> JobReport.done()),
                        NOW,
                        other.stored(),
                        paused,
                        there,
                        triggered,
                        new JobFacts.Requests(other.requests(), other.requests() / 2, other.oldest(), NOW),
                        fired,
                        grouped,
                        substitute,
                        other.last(),
                        List.of(new JobFacts.Running(1, "test/job", null, null)),
                        ZoneOffset.UTC));
    }

    private record Rest(
            boolean stored, Schedule declared, Optional<JobFacts.Ended> last, long requests, String oldest) {}

    private static Arbitrary<Instant> times() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Instant::ofEpochMilli),
                Arbitraries.longs().between(-100_000, 100_000).map(NOW::plusMillis),
                Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH, NOW));
    }

    /** As Quartz keeps them. */
    private static Arbitrary<Instant> millis() {
        return times().map(time ->
                time.equals(Instant.MIN) || time.equals(Instant.MAX) ? Instant.ofEpochMilli(Long.MAX_VALUE) : time);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", " ", "why", "one line\nand another", "x".repeat(1_000), "ünïcode");
    }

    private static Arbitrary<Schedule> schedules() {
        return Arbitraries.of(
                new Schedule.Every(Duration.ofMillis(1_500)),
                new Schedule.OnDemand(),
                new Schedule.SelfTimed(Duration.ofMinutes(1)),
                new Schedule.Cron("0 5 0 ? * MON"),
                new Schedule.Cron("0 0 0 1 1 ? 1999"),
                new Schedule.Cron("0 5-2 * * * ?"));
    }

    private static Arbitrary<JobFacts.Node> nodes() {
        return Combinators.combine(
                        Arbitraries.of("a", "b", "c"),
                        Arbitraries.of("FIRING", "DRAINING", "STARTING", "CLOCK_OFF", "???"),
                        times(),
                        times().injectNull(0.7),
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        texts().injectNull(0.3))
                .as((name, state, lastSeen, gone, runs, offset, busy, why) -> new JobFacts.Node(
                        name,
                        state,
                        lastSeen,
                        gone,
                        gone,
                        offset % 2 == 0,
                        offset,
                        5,
                        busy,
                        gone,
                        runs,
                        why,
                        why == null ? null : new JobFacts.Drain("anna", why, lastSeen)));
    }

    private static Arbitrary<JobFacts.Trigger> triggers() {
        return Combinators.combine(
                        Arbitraries.of("job", "r", "12"),
                        Arbitraries.of("test", "test/job", "operator", "RECOVERING_JOBS"),
                        Arbitraries.of(
                                "WAITING",
                                "ACQUIRED",
                                "BLOCKED",
                                "PAUSED",
                                "PAUSED_BLOCKED",
                                "ERROR",
                                "COMPLETE",
                                "DELETED",
                                ""),
                        millis().injectNull(0.2),
                        Arbitraries.integers(),
                        Arbitraries.longs().injectNull(0.2),
                        Arbitraries.of("holidays").injectNull(0.5),
                        Arbitraries.integers().between(-1, 4))
                .as((name, group, state, next, misfire, interval, calendar, attempt) -> new JobFacts.Trigger(
                        name, group, state, next, null, misfire, interval, calendar, null, attempt, null));
    }

    private static Arbitrary<JobFacts.Firing> firings() {
        return Combinators.combine(
                        Arbitraries.of("job", "r"),
                        Arbitraries.of("a", "b", "z"),
                        Arbitraries.of(true, false),
                        times(),
                        Arbitraries.longs().injectNull(0.3),
                        times().injectNull(0.3),
                        texts().injectNull(0.3))
                .as((name, node, executing, at, execution, deadline, text) ->
                        new JobFacts.Firing(name, "test", node, executing, at, execution, deadline, text, text));
    }

    private static Arbitrary<JobFacts.Ended> ended() {
        return Combinators.combine(
                        Arbitraries.of("SUCCEEDED", "FAILED", "SKIPPED", "INTERRUPTED", "TIMED_OUT", "LOST", "???"),
                        Arbitraries.of("a").injectNull(0.3),
                        Arbitraries.longs().injectNull(0.3),
                        times().injectNull(0.3),
                        times().injectNull(0.3),
                        texts().injectNull(0.3))
                .as((outcome, node, late, fired, finished, text) ->
                        new JobFacts.Ended(1, outcome, node, late, fired, finished, text, text));
    }
}
