package touchline.scheduler.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunCause;
import touchline.scheduler.ledger.RunOutcome;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
@SuppressWarnings("NullAway.Init")
final class HistoryTest {
    private static final JobName JOB = JobName.of("test/job");

    private Jdbi jdbi;
    private ExecutionsQuery executions;
    private JobStatusQuery standings;

    @BeforeEach
    void begin(TestStores stores) {
        jdbi = Jdbi.create(stores.dataSource());
        executions = new ExecutionsQuery(jdbi);
        standings = new JobStatusQuery(jdbi);
    }

    @Test
    void pagesFollowOneAnotherWithoutAGapOrARepetition() {
        runs(25, "SUCCEEDED");
        List<Long> seen = new ArrayList<>();
        Long before = Long.MAX_VALUE;
        while (before != null) {
            ExecutionsQuery.Found page = executions.list(ExecutionsQuery.Filter.ALL, before, 10);
            page.runs().forEach(run -> seen.add(run.id()));
            before = page.next();
        }
        assertThat(seen).hasSize(25).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void eachFilterFindsWhatItNamesAndNothingElse() {
        runs(3, "SUCCEEDED");
        long failed = run("FAILED", "other/job", "error = E'boom <b>\\n at x', node = 'b'");
        long asked =
                run("QUEUED", "test/job", "cause = 'OPERATOR', triggered_by = 'ann', node = NULL, fired_at = NULL");

        assertThat(ids(filter("other", null, Set.of(), null, null, null))).containsExactly(failed);
        assertThat(ids(filter(null, "job", Set.of(RunOutcome.FAILED, RunOutcome.LOST), null, null, null)))
                .containsExactly(failed);
        assertThat(ids(filter(null, null, Set.of(), RunCause.OPERATOR, null, null)))
                .containsExactly(asked);
        assertThat(ids(filter(null, null, Set.of(), null, "b", null))).containsExactly(failed);
        for (String text : List.of("BOOM", "<b>")) {
            assertThat(ids(filter(null, null, Set.of(), null, null, text))).containsExactly(failed);
        }
        for (String text : List.of("%", "_", "'", "\\", "{}x")) {
            assertThat(ids(filter(null, null, Set.of(), null, null, text))).isEmpty();
        }
        assertThat(executions
                        .list(filter("other", null, Set.of(), null, null, null), Long.MAX_VALUE, 9)
                        .runs()
                        .get(0)
                        .result()
                        .error())
                .isEqualTo("boom <b>");
        assertThat(executions.find(failed).orElseThrow().result().error()).isEqualTo("boom <b>\n at x");
    }

    @Test
    void aSpanOfTimeHasTheRunsThatCameAboutInItThoughOneWaitedForHours() {
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                SELECT 'test', 'job', 'job', 'a', t, t, t, 'SUCCEEDED'
                FROM generate_series(timestamptz '2026-01-01Z', timestamptz '2026-01-02Z', interval '1 minute') t
                """));
        jdbi.useHandle(handle -> handle.execute("""
                UPDATE job_executions SET cause = 'OPERATOR', fired_at = fired_at + interval '6 hours' WHERE id = 301
                """)); // asked for at 05:00
        ExecutionsQuery.Filter five = between("2026-01-01T05:00:00Z", "2026-01-01T06:00:00Z");

        assertThat(ids(five)).hasSize(60).startsWith(360L).endsWith(301L);
        assertThat(ids(between("2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z"))).isEmpty();
        assertThat(ids(between("2026-01-02T00:00:00Z", "2027-06-01T00:00:00Z"))).containsExactly(1441L);
    }

    @Test
    void aSearchLooksAtSoManyRunsForAPageAndSaysWhereToGoOn() {
        long first = run("FAILED", "test/job", "error = 'needle'");
        runs(30, "SUCCEEDED");
        ExecutionsQuery.Filter needle = filter(null, null, Set.of(), null, null, "needle");

        List<Long> found = new ArrayList<>();
        int pages = 0;
        for (Long before = Long.MAX_VALUE; before != null; pages++) {
            ExecutionsQuery.Found page = executions.list(needle, before, 5, 10);
            page.runs().forEach(run -> found.add(run.id()));
            before = page.next();
        }
        assertThat(found).containsExactly(first);
        assertThat(pages).isBetween(4, 5);
    }

    @Test
    void theWholeChainIsReadFromEachAttempt() {
        long first = run("FAILED", "test/job", "attempt = 1");
        runs(3, "SUCCEEDED");
        long second = run("LOST", "test/job", "attempt = 2, follows = " + first);
        long third = run("SUCCEEDED", "test/job", "attempt = 2, recovering = true, follows = " + second);

        for (long any : List.of(first, second, third)) {
            assertThat(executions.attempts(any).stream().map(Execution::id)).containsExactly(first, second, third);
        }
        assertThat(executions.attempts(third + 1)).isEmpty();
    }

    @Test
    void aStandingTellsWhatTheLastRunsCameTo() {
        runs(5, "SUCCEEDED");
        run("INTERRUPTED", "test/job", "node = 'a'");
        run("FAILED", "test/job", "node = 'a'");
        run("TIMED_OUT", "test/job", "node = 'a'");
        jdbi.useHandle(handle -> handle.execute("UPDATE job_executions SET finished_at = fired_at + interval '40 ms'"));
        long running = run("RUNNING", "test/job", "finished_at = NULL");

        JobStatus standing = standing(JOB);

        assertThat(standing.lately()).isEqualTo(new JobStatus.Rate(7, 5));
        assertThat(standing.day()).isEqualTo(new JobStatus.Rate(7, 5));
        assertThat(standing.failuresInARow()).isEqualTo(2);
        assertThat(standing.duration()).isEqualTo(new JobStatus.Spread(40L, 40L));
        assertThat(standing.lastRun().orElseThrow().execution()).isEqualTo(running);
        assertThat(standing.lastEnded().orElseThrow().outcome()).isEqualTo(RunOutcome.TIMED_OUT);
        assertThat(standing.lastSuccessAt()).isNotNull();
        assertThat(standing.underWay()).hasSize(1);
        assertThat(standing.beats()).hasSize(9);
    }

    @Test
    void theLastSuccessIsToldHoweverLongAgoItWas() {
        runs(1, "SUCCEEDED");
        runs(JobStatusQuery.LATELY + 50, "FAILED");

        JobStatus standing = standing(JOB);

        assertThat(standing.lastSuccessAt()).isNotNull();
        assertThat(standing.lately()).isEqualTo(new JobStatus.Rate(JobStatusQuery.LATELY, 0));
        assertThat(standing.failuresInARow()).isEqualTo(JobStatusQuery.LATELY);
        assertThat(standing.beats()).hasSize(JobStatusQuery.BEATS);
    }

    @Test
    void aJobWithoutAnyRunStandsTooAndEachStateIsTold() {
        assertThat(standing(JOB).state()).isEqualTo(JobState.OFF);
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO job_nodes (node, host, pid, version, state, threads) VALUES ('a', 'h', 1, 'v', 'FIRING', 1)");
            handle.execute(
                    "INSERT INTO job_node_jobs (node, job_group, job_name, runs) VALUES ('a', 'test', 'job', true)");
        });
        assertThat(standing(JOB).state()).isEqualTo(JobState.IDLE);
        assertThat(standing(JOB).duration()).isEqualTo(new JobStatus.Spread(null, null));
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO qrtz_job_details VALUES ('touchline', 'job', 'test', '', 'x', true, false, false, false)");
            handle.execute("""
                    INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, prev_fire_time,
                                               trigger_state, trigger_type, start_time)
                    VALUES ('touchline', 'job', 'test', 'job', 'test', 1900000000000, -1, 'WAITING', 'SIMPLE', 0)
                    """);
        });
        assertThat(standing(JOB).state()).isEqualTo(JobState.WAITING);
        assertThat(standing(JOB).trigger())
                .isEqualTo(new JobStatus.Trigger("WAITING", Instant.ofEpochMilli(1_900_000_000_000L), null));
        jdbi.useHandle(handle -> handle.execute("UPDATE qrtz_triggers SET trigger_state = 'BLOCKED'"));
        assertThat(standing(JOB).state()).isEqualTo(JobState.BLOCKED);
        run("RUNNING", "test/job", "finished_at = NULL");
        assertThat(standing(JOB).state()).isEqualTo(JobState.RUNNING);
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO job_pauses (job_group, job_name, actor, reason) VALUES ('*', '*', 'a', 'b')"));
        assertThat(standing(JOB).state()).isEqualTo(JobState.PAUSED);
        jdbi.useHandle(handle -> handle.execute("UPDATE qrtz_triggers SET trigger_state = 'ERROR'"));
        assertThat(standing(JOB).state()).isEqualTo(JobState.ERROR);
    }

    @Test
    void fiveHundredJobsAreReadInTwoQueries() {
        AtomicInteger queries = new AtomicInteger();
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                queries.incrementAndGet();
            }
        });
        List<JobName> jobs = IntStream.range(0, 500)
                .mapToObj(n -> new JobName("test", "job-" + n))
                .toList();

        Map<JobName, JobStatus> found = standings.of(jobs);

        assertThat(found.keySet()).containsExactlyElementsOf(jobs);
        assertThat(queries).hasValue(2);
    }

    private JobStatus standing(JobName job) {
        return standings.of(List.of(job)).values().iterator().next();
    }

    private List<Long> ids(ExecutionsQuery.Filter filter) {
        return executions.list(filter, Long.MAX_VALUE, 100).runs().stream()
                .map(Execution::id)
                .toList();
    }

    private static ExecutionsQuery.Filter filter(
            @Nullable String group,
            @Nullable String job,
            Set<RunOutcome> outcomes,
            @Nullable RunCause cause,
            @Nullable String node,
            @Nullable String text) {
        return new ExecutionsQuery.Filter(group, job, outcomes, cause, node, null, null, text);
    }

    private static ExecutionsQuery.Filter between(String from, String to) {
        return new ExecutionsQuery.Filter(
                null, null, Set.of(), null, null, Instant.parse(from), Instant.parse(to), null);
    }

    private void runs(int many, String outcome) {
        for (int n = 0; n < many; n++) {
            run(outcome, "test/job", "node = 'a'");
        }
    }

    private long run(String outcome, String job, String more) {
        JobName name = JobName.of(job);
        return jdbi.inTransaction(handle -> {
            long id = handle.createQuery("""
                            INSERT INTO job_executions
                                (job_group, job_name, trigger_name, node, scheduled_at, fired_at, finished_at, outcome)
                            VALUES (:group, :name, :name, 'a', now(), now(), now(), :outcome) RETURNING id
                            """)
                    .bind("group", name.group())
                    .bind("name", name.name())
                    .bind("outcome", outcome)
                    .mapTo(Long.class)
                    .one();
            handle.execute("UPDATE job_executions SET " + more + " WHERE id = " + id);
            return id;
        });
    }
}
