package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quartz.impl.calendar.HolidayCalendar;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.explain.Explainer;
import touchline.scheduler.explain.Explanation;
import touchline.scheduler.explain.Reason;
import touchline.scheduler.explain.SuggestedAction;
import touchline.scheduler.facts.Situation;
import touchline.scheduler.job.Condition;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.job.TouchlineJob;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.NodeRepository;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Each situation that can be named is made, on a real store and where it can be by a running node, and is named. */
@ExtendWith(StoresExtension.class)
final class ExplainTest {
    private static final JobName JOB = JobName.of("test/job");
    private static final JobName OTHER = JobName.of("test/other");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Schedule FAR_AHEAD = new Schedule.Cron("0 0 0 1 1 ? 2098");
    private static final Schedule OFTEN = new Schedule.Every(Duration.ofMillis(300));

    private final List<AutoCloseable> afterwards = new ArrayList<>();
    private final CountDownLatch letGo = new CountDownLatch(1);

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores given) {
        stores = given;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        letGo.countDown();
        for (AutoCloseable one : afterwards) {
            one.close();
        }
        cluster.stop();
    }

    /** What is to be said of the job once it is so. */
    private record Said(Explainer explainer, JobName job, String words, boolean holdsUp, SuggestedAction action) {
        private Said(Explainer explainer, String words, boolean holdsUp, SuggestedAction action) {
            this(explainer, JOB, words, holdsUp, action);
        }
    }

    @ParameterizedTest
    @EnumSource(Situation.class)
    void everySituationIsNamedWhereItIsSo(Situation situation) throws Exception {
        Said said = make(situation);
        await().atMost(SOON).untilAsserted(() -> {
            Explanation explanation = said.explainer().explain(said.job());
            assertThat(explanation.findings()).extracting(Reason::situation).contains(situation);
            Reason finding = explanation.find(situation).orElseThrow();
            assertThat(finding.words()).matches(said.words());
            assertThat(finding.holdsUp()).as(finding.words()).isEqualTo(said.holdsUp());
            assertThat(finding.action()).isEqualTo(said.action());
        });
    }

    /** Without a {@code default}: a situation that nobody makes doesn't compile. */
    private Said make(Situation situation) throws Exception {
        return switch (situation) {
            case EVERYTHING_PAUSED -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                done(node.operations().pauseEverything(null, false, order("deploy")));
                yield holds(
                        node,
                        "Everything is paused by anna for .*: deploy; somebody has to end it",
                        SuggestedAction.RESUME_EVERYTHING);
            }
            case PAUSED -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                Instant until = Instant.now().plus(Duration.ofMinutes(10));
                done(node.operations().pause(JOB, until, false, order("feed maintenance")));
                yield holds(
                        node,
                        "Paused by anna for [\\d.]+ m?s: feed maintenance; it ends by itself at .* UTC \\(in 9 min\\)",
                        SuggestedAction.RESUME);
            }
            case NO_NODE -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                node.stop();
                yield holds(
                        node,
                        "No node is there: " + name(node) + " stopped [\\d.]+ m?s ago",
                        SuggestedAction.START_A_NODE);
            }
            case UNKNOWN_TO_NODES -> {
                JobPlatform old = cluster.start(other(run -> JobReport.done()));
                yield new Said(
                        explainer(job(FAR_AHEAD, run -> JobReport.done())),
                        "No node that is there knows it: " + name(old) + " run a version without it",
                        true,
                        SuggestedAction.DEPLOY);
            }
            case CONDITION_OFF -> {
                JobPlatform node = cluster.start(conditional(false));
                yield holds(
                        node,
                        "It runs only where FEED_KEY is set, and that is so on no node \\(" + name(node)
                                + "\\); so it is not in the store",
                        SuggestedAction.SET_THE_CONDITION);
            }
            case DRAINING -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                done(node.operations().nodes().drain(name(node), false, order("new disks")));
                yield holds(
                        node,
                        "No node that runs it fires: " + name(node)
                                + " is draining, drained by anna [\\d.]+ m?s ago: new disks",
                        SuggestedAction.END_THE_DRAIN);
            }
            case CLOCK_OFF -> {
                JobPlatform node = new JobPlatform(
                        stores.dataSource(),
                        identity("hasty"),
                        new JobCatalogue(List.of(job(FAR_AHEAD, run -> JobReport.done()))),
                        List.of(),
                        Clock.offset(Clock.systemUTC(), Duration.ofSeconds(5)));
                afterwards.add(node::stop);
                node.start();
                yield holds(
                        node,
                        "No node that runs it fires: the clock of hasty is [45],\\d{3} ms ahead of the database's",
                        SuggestedAction.SET_THE_CLOCK);
            }
            case NODE_STARTING -> {
                JobDefinition job = job(FAR_AHEAD, run -> JobReport.done());
                new NodeRepository(cluster.book(), identity("new")).enter(new JobCatalogue(List.of(job)));
                yield new Said(
                        explainer(job),
                        "No node that runs it fires: new has not begun to fire yet",
                        true,
                        SuggestedAction.NOTHING_TO_DO);
            }
            case NOT_IN_STORE -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                sql("DELETE FROM qrtz_cron_triggers", "DELETE FROM qrtz_triggers", "DELETE FROM qrtz_job_details");
                yield holds(
                        node,
                        "It is not in the store, though " + name(node) + " may run it: somebody has taken it out; .*",
                        SuggestedAction.RESTART_A_NODE);
            }
            case TRIGGER_ERROR -> {
                JobPlatform node = cluster.start(job(OFTEN, run -> JobReport.done()));
                sql("DELETE FROM qrtz_simple_triggers"); // so that the node can't read it
                yield holds(
                        node,
                        "Its trigger is set aside as an error, as a node could not read it; the watchdog repairs .* so not before .*",
                        SuggestedAction.REPAIR_THE_TRIGGER);
            }
            case QUARTZ_PAUSED ->
                inState("PAUSED", "Its trigger is paused in Quartz' own table, .*", SuggestedAction.REPAIR_THE_STORE);
            case GROUP_PAUSED -> {
                JobPlatform node = cluster.start(asked(run -> JobReport.done()));
                sql("INSERT INTO qrtz_paused_trigger_grps VALUES ('touchline', 'test/job')");
                node.request(JOB, "r", Instant.now(), Map.of());
                yield holds(
                        node,
                        "The group test/job of triggers is paused in Quartz' own table: what is put there does not fire",
                        SuggestedAction.REPAIR_THE_STORE);
            }
            case RECOVERY_PAUSED -> {
                JobPlatform node = cluster.start(asked(run -> JobReport.done()));
                sql(
                        "INSERT INTO qrtz_paused_trigger_grps VALUES ('touchline', 'RECOVERING_JOBS')",
                        """
                        INSERT INTO qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time,
                                                         sched_time, priority, state, job_name, job_group, is_nonconcurrent, requests_recovery)
                        VALUES ('touchline', 'gone-1', 'r', 'test/job', 'gone', 1, 1, 5, 'EXECUTING', 'job', 'test', false, true)
                        """,
                        "INSERT INTO qrtz_scheduler_state VALUES ('touchline', 'gone', 1, 750)");
                yield holds(
                        node,
                        "Runs that are taken up from a dead node stand still: their group RECOVERING_JOBS is paused, .*",
                        SuggestedAction.REPAIR_THE_STORE);
            }
            case BLOCKED_WITHOUT_RUN ->
                inState(
                        "BLOCKED",
                        "Its trigger is blocked, as if a run went on, and none does; the watchdog repairs .*",
                        SuggestedAction.REPAIR_THE_TRIGGER);
            case ACQUIRED_BY_NOBODY ->
                inState(
                        "ACQUIRED",
                        "Its trigger is marked as taken, and no node has it; the watchdog repairs .*",
                        SuggestedAction.REPAIR_THE_TRIGGER);
            case ACQUIRED_BY_SILENT_NODE -> {
                JobDefinition job = job(FAR_AHEAD, run -> JobReport.done());
                silentWithATrigger(job);
                yield new Said(
                        explainer(job),
                        "Its trigger is taken by silent, which has been silent for [\\d.]+ s; no other node is there to take over",
                        true,
                        SuggestedAction.START_A_NODE);
            }
            case ODD_STATE ->
                inState(
                        "DELETED",
                        "Its trigger is in the state DELETED, from which nothing fires",
                        SuggestedAction.REPAIR_THE_TRIGGER);
            case CALENDAR_MISSING -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                sql("UPDATE qrtz_triggers SET calendar_name = 'holidays'");
                yield holds(
                        node, "Its trigger goes by the calendar holidays, which .*", SuggestedAction.REPAIR_THE_STORE);
            }
            case CALENDAR_EXCLUDES -> {
                JobPlatform node =
                        cluster.start(job(new Schedule.Every(Duration.ofSeconds(1)), run -> JobReport.done()));
                holidaysToday();
                yield holds(
                        node,
                        "The calendar holidays excludes its times from .* \\(in \\d+ ms\\) on; the first that it includes is .*",
                        SuggestedAction.TRIGGER);
            }
            case NO_TRIGGER -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                sql("DELETE FROM qrtz_cron_triggers", "DELETE FROM qrtz_triggers");
                yield holds(node, "It has a schedule and no trigger: somebody has .*", SuggestedAction.RESTART_A_NODE);
            }
            case BLOCKED_BY_RUN -> {
                JobPlatform node = cluster.start(job(OFTEN, run -> waiting()));
                yield holds(
                        node,
                        "One run at a time: run 1 on " + name(node) + " holds it up since .* UTC \\([\\d.]+ m?s ago\\)",
                        SuggestedAction.INTERRUPT_THE_RUN);
            }
            case NO_FREE_THREAD -> {
                JobPlatform node = cluster.start(other(run -> waiting()), job(OFTEN, run -> JobReport.done()));
                for (int n = 0; n < 5; n++) {
                    node.request(OTHER, "r" + n, Instant.now(), Map.of());
                }
                yield holds(
                        node,
                        "No free thread: " + name(node)
                                + " runs 5 of 5 for [\\d.]+ m?s, held by run \\d+ of test/other for .* and 2 more",
                        SuggestedAction.MAKE_ROOM);
            }
            case AWAITING_MISFIRE_SWEEP -> {
                JobPlatform node = cluster.start(JobDefinition.named(JOB)
                        .on(FAR_AHEAD)
                        .ifMissed(Misfire.WAIT_FOR_NEXT)
                        .runs(run -> JobReport.done()));
                holdTheLock();
                sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000 - 20000");
                yield holds(
                        node,
                        "Its trigger missed its time at .* \\([2-9]\\d s ago\\), and times that were missed are let go: .* within 5 s",
                        SuggestedAction.NOTHING_TO_DO);
            }
            case OVERDUE -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                holdTheLock();
                sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000");
                yield holds(
                        node,
                        "Due since .* \\([\\d.]+ m?s ago\\), and nothing in the store holds it back: .*",
                        SuggestedAction.LOOK_AT_THE_DATABASE);
            }
            case SCHEDULE_ENDED -> {
                String once = DateTimeFormatter.ofPattern("s m H d M '?' yyyy", Locale.ENGLISH)
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now().plusSeconds(4));
                JobPlatform node = cluster.start(job(new Schedule.Cron(once), run -> JobReport.done()));
                yield holds(node, "Its schedule has no time left: at .* UTC.*", SuggestedAction.CHANGE_THE_SCHEDULE);
            }
            case RUNNING -> {
                JobPlatform node = cluster.start(asked(run -> {
                    run.progress("half of it");
                    return waiting();
                }));
                node.request(JOB, "r", Instant.now(), Map.of());
                yield harmless(
                        node,
                        "Running: run 1 on " + name(node)
                                + " since .* UTC \\([\\d.]+ m?s ago\\), to end by .* UTC \\(in 9 min\\), at: half of it");
            }
            case ABOUT_TO_FIRE -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                holdTheLock();
                sql("UPDATE qrtz_triggers SET next_fire_time = extract(epoch FROM now()) * 1000");
                yield harmless(node, "Due since .* ago\\), and just about to be fired");
            }
            case RETRY_WAITING -> {
                JobPlatform node = cluster.start(asked(run -> {
                    throw new IllegalStateException("the feed is away");
                }));
                node.request(JOB, "r", Instant.now(), Map.of());
                yield harmless(
                        node,
                        "Attempt 2 of r waits until .* \\(in \\d+ s\\), as attempt 1 failed: "
                                + "java.lang.IllegalStateException: the feed is away");
            }
            case REQUESTS_WAITING -> {
                JobPlatform node = cluster.start(asked(run -> JobReport.done()));
                done(node.operations().pause(JOB, null, false, order("not now")));
                node.request(JOB, "r", Instant.now().minusSeconds(90), Map.of());
                node.request(JOB, "s", Instant.now().plusSeconds(600), Map.of());
                yield harmless(
                        node,
                        "2 runs that were asked for wait, 1 of them due; the oldest \\(r\\) was asked for .* UTC \\([\\d.]+ m?s ago\\)");
            }
            case NOT_DUE -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                yield harmless(
                        node,
                        "Not due yet: it runs next at 2098-01-01 00:00:00 UTC \\(in \\d+ d\\); its schedule is: at 00:00 UTC .*");
            }
            case NOBODY_ASKED -> {
                JobPlatform node = cluster.start(asked(run -> JobReport.done()));
                yield new Said(
                        node.explainer(),
                        "It runs when somebody asks for it, and nobody has",
                        false,
                        SuggestedAction.TRIGGER);
            }
            case OVERRIDDEN -> {
                JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
                done(node.operations()
                        .schedules()
                        .override(JOB, new Schedule.Every(Duration.ofMinutes(5)), false, order("too slow")));
                yield new Said(
                        node.explainer(),
                        "anna has overridden its schedule .* ago: too slow; it runs every 5 min, and is declared to run at 00:00 UTC .*",
                        false,
                        SuggestedAction.RESTORE_THE_SCHEDULE);
            }
            case LAST_RUN -> {
                JobPlatform node = cluster.start(asked(run -> JobReport.done()));
                node.request(JOB, "r", Instant.now(), Map.of());
                yield harmless(
                        node,
                        "Last ran at .* ago\\) on " + name(node)
                                + ", [\\d.]+ m?s late, and succeeded after [\\d.]+ m?s \\(run 1\\)");
            }
        };
    }

    /** Looked at all the time while it changes all the time: facts that aren't of one moment would contradict each other. */
    @Test
    void aJobThatIsWellIsNeverSaidToBeHeldUp() throws Exception {
        JobPlatform node = cluster.start(job(new Schedule.Every(Duration.ofMillis(100)), run -> JobReport.done()));
        await().atMost(SOON).until(() -> runs() > 2);
        long before = runs();
        List<Explanation> explanations = new ArrayList<>();
        Instant giveUp = Instant.now().plus(SOON);
        while (runs() < before + 40 && Instant.now().isBefore(giveUp)) {
            explanations.add(node.explainer().explain(JOB));
        }
        assertThat(explanations).hasSizeGreaterThan(20).noneMatch(ExplainTest::isSaidToBeBroken);
    }

    private long runs() {
        return cluster.count("SELECT count(*) FROM job_executions");
    }

    /** That one run waits for the one before is to be had, where a machine is slow. */
    private static boolean isSaidToBeBroken(Explanation explanation) {
        return explanation.findings().stream()
                .anyMatch(finding -> finding.holdsUp() && finding.situation() != Situation.BLOCKED_BY_RUN);
    }

    @Test
    void aConditionThatIsSoOnAnotherNodeHoldsNothingUp() throws Exception {
        JobPlatform without = cluster.start(conditional(false));
        cluster.start(conditional(true));
        await().atMost(SOON).untilAsserted(() -> {
            Explanation explanation = without.explainer().explain(JOB);
            assertThat(explanation.isHeldUp()).as(explanation.toString()).isFalse();
            assertThat(explanation.find(Situation.CONDITION_OFF).orElseThrow().words())
                    .isEqualTo("It runs only where FEED_KEY is set, and that is not so on " + name(without));
        });
    }

    @Test
    void theGravestIsSaidFirst() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        done(node.operations().pause(JOB, null, false, order("not now")));
        done(node.operations().pauseEverything(null, false, order("deploy")));
        sql("UPDATE qrtz_triggers SET trigger_state = 'ERROR'");
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.findings().stream().filter(Reason::holdsUp).map(Reason::situation))
                .startsWith(Situation.EVERYTHING_PAUSED, Situation.PAUSED)
                .contains(Situation.TRIGGER_ERROR);
        assertThat(explanation.summary()).startsWith("Everything is paused by anna");
    }

    @Test
    void oddRowsAreExplainedAllTheSame() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql(
                "UPDATE qrtz_triggers SET job_data = '\\x00ff5c', calendar_name = 'none', next_fire_time = 9223372036854775807, misfire_instr = 7",
                "INSERT INTO qrtz_calendars VALUES ('touchline', 'none', '\\xaced0005')",
                "INSERT INTO job_pauses (job_group, job_name, actor, reason, until) VALUES ('test', 'job', 'anna', '', 'infinity')",
                "INSERT INTO job_schedule_overrides VALUES ('test', 'job', 'CRON', 'now and then', 'Nowhere', 'anna', '')",
                "INSERT INTO qrtz_scheduler_state VALUES ('touchline', 'odd', 9223372036854775807, -1)",
                """
                INSERT INTO job_nodes (node, host, pid, version, state, threads, clock_offset_ms, starved_since)
                VALUES ('odd', '', 0, '', 'FIRING', 0, -9223372036854775808, '-infinity')
                """,
                """
                INSERT INTO qrtz_fired_triggers (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time,
                                                 priority, state, job_name, job_group)
                VALUES ('touchline', 'odd', '', '', '', -9223372036854775808, 0, 0, '', 'job', 'test')
                """);
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.findings().stream().map(Reason::situation))
                .contains(Situation.PAUSED, Situation.CALENDAR_MISSING, Situation.OVERRIDDEN, Situation.NOT_DUE);
        assertThat(explanation.find(Situation.OVERRIDDEN).orElseThrow().words())
                .contains("what is stored there is no schedule, so the declared one counts");
        assertThat(node.upcoming().of(JOB, 3, ZoneOffset.UTC).times()).hasSize(1);
    }

    @Test
    void aJobOfWhichMuchIsAskedIsExplainedAllTheSame() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        done(node.operations().pause(JOB, null, false, order("not now")));
        sql("""
                INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, next_fire_time, priority,
                                           trigger_state, trigger_type, start_time, misfire_instr, job_data)
                SELECT 'touchline', 'r' || n, 'test/job', 'job', 'test', 1000000 + n, 5, 'WAITING', 'SIMPLE', 1, -1,
                       convert_to('touchline.attempt=' || CASE WHEN n = 20000 THEN 4 ELSE 1 END, 'LATIN1')
                FROM generate_series(1, 20000) AS n
                """);
        Explanation explanation = node.explainer().explain(JOB);
        assertThat(explanation.find(Situation.REQUESTS_WAITING).orElseThrow().words())
                .startsWith("19,999 runs that were asked for wait, 19,999 of them due; the oldest (r1) ");
        assertThat(explanation.find(Situation.RETRY_WAITING).orElseThrow().words())
                .startsWith("Attempt 4 of r20000 waits, due since ");
    }

    @Test
    void anOverrideThatWouldNeverFireIsRefused() throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        assertThat(node.operations()
                        .schedules()
                        .override(JOB, new Schedule.Cron("0 0 0 31 2 ?"), false, order("now and then")))
                .isEqualTo(new CommandResult.Invalid<>(Map.of("schedule", "never fires again")));
        assertThat(cluster.count("SELECT count(*) FROM job_schedule_overrides")).isZero();
    }

    private static JobDefinition job(Schedule schedule, TouchlineJob work) {
        return JobDefinition.named(JOB).on(schedule).exclusively().runs(work);
    }

    private static JobDefinition asked(TouchlineJob work) {
        return JobDefinition.named(JOB)
                .recovered()
                .retried(Retry.times(3, Duration.ofSeconds(30), Duration.ofSeconds(30)))
                .runs(work);
    }

    private static JobDefinition other(TouchlineJob work) {
        return JobDefinition.named(OTHER).runs(work);
    }

    private static JobDefinition conditional(boolean holds) {
        return JobDefinition.named(JOB)
                .on(FAR_AHEAD)
                .onlyIf(new Condition("FEED_KEY is set", holds))
                .runs(run -> JobReport.done());
    }

    private JobReport waiting() throws InterruptedException {
        letGo.await();
        return JobReport.done();
    }

    private static Attribution order(String reason) {
        return new Attribution(new Actor("anna", "here"), reason);
    }

    private static void done(CommandResult<?> pulled) {
        assertThat(pulled).isInstanceOf(CommandResult.Done.class);
    }

    private static String name(JobPlatform node) {
        return node.identity().node();
    }

    private static NodeIdentity identity(String name) {
        return new NodeIdentity(name, "localhost", ProcessHandle.current().pid(), "test", 5);
    }

    /** A console's, on a node that runs nothing. */
    private Explainer explainer(JobDefinition job) {
        return new Explainer(cluster.book(), new JobCatalogue(List.of(job)));
    }

    private static Said holds(JobPlatform node, String words, SuggestedAction action) {
        return new Said(node.explainer(), words, true, action);
    }

    private static Said harmless(JobPlatform node, String words) {
        return new Said(node.explainer(), words, false, SuggestedAction.NOTHING_TO_DO);
    }

    private Said inState(String state, String words, SuggestedAction action) throws Exception {
        JobPlatform node = cluster.start(job(FAR_AHEAD, run -> JobReport.done()));
        sql("UPDATE qrtz_triggers SET trigger_state = '" + state + "'");
        return holds(node, words, action);
    }

    private void sql(String... statements) {
        cluster.book().useTransaction(handle -> {
            for (String statement : statements) {
                handle.execute(statement);
            }
        });
    }

    /** Somebody has the lock without which nothing fires. */
    private void holdTheLock() throws SQLException {
        Connection somebody = stores.dataSource().getConnection();
        afterwards.add(somebody);
        somebody.setAutoCommit(false);
        somebody.createStatement().execute("SELECT * FROM qrtz_locks WHERE lock_name = 'TRIGGER_ACCESS' FOR UPDATE");
    }

    @SuppressWarnings("JavaUtilDate") // Quartz' own type
    private void holidaysToday() throws IOException {
        HolidayCalendar holidays = new HolidayCalendar();
        holidays.addExcludedDate(new Date());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(holidays);
        }
        cluster.book().useTransaction(handle -> {
            handle.createUpdate("INSERT INTO qrtz_calendars VALUES ('touchline', 'holidays', :calendar)")
                    .bind("calendar", bytes.toByteArray())
                    .execute();
            handle.execute("UPDATE qrtz_triggers SET calendar_name = 'holidays'");
        });
    }

    /** Rows as a node leaves them that is suspended between acquiring the job's trigger and firing it. */
    private void silentWithATrigger(JobDefinition job) throws Exception {
        JobPlatform node = cluster.start(job);
        node.stop();
        new NodeRepository(cluster.book(), identity("silent")).enter(new JobCatalogue(List.of(job)));
        sql(
                "UPDATE job_nodes SET state = 'FIRING', seen_at = now() - interval '11 seconds' WHERE node = 'silent'",
                """
                INSERT INTO qrtz_scheduler_state
                VALUES ('touchline', 'silent', (extract(epoch FROM now()) * 1000)::bigint - 11000, 750)
                """,
                """
                UPDATE qrtz_triggers
                SET trigger_state = 'ACQUIRED', next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 11000
                """,
                """
                INSERT INTO qrtz_fired_triggers
                    (sched_name, entry_id, trigger_name, trigger_group, instance_name, fired_time, sched_time, priority, state)
                SELECT 'touchline', 'silent-1', trigger_name, trigger_group, 'silent', next_fire_time, next_fire_time, 5, 'ACQUIRED'
                FROM qrtz_triggers
                """);
    }
}
