package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CatchUp;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;
import touchline.scheduler.operation.Pauses;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Operators' commands to jobs, given on one node and effective on another. */
@ExtendWith(StoresExtension.class)
final class JobOperationsTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName ASKED = JobName.of("test/asked");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ATTRIBUTION =
            new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    private final AtomicInteger beats = new AtomicInteger();

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    private JobDefinition beating(Duration every) {
        return JobDefinition.named(BEATING).on(new Schedule.Every(every)).runs(run -> {
            beats.incrementAndGet();
            return JobReport.done();
        });
    }

    @Test
    void aPauseOnOneNodeHoldsOnAllAndOperatorsCanStillRunTheJobByHand() throws Exception {
        JobPlatform one = cluster.start(beating(Duration.ofMillis(200)));
        cluster.start(beating(Duration.ofMillis(200)));
        await().atMost(SOON).until(() -> beats.get() > 3);
        assertThat(one.operations().pause(BEATING, null, false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        int paused = settled();
        CommandResult<JobOperations.Triggered> triggered = one.operations().trigger(BEATING, Map.of(), ATTRIBUTION);
        long execution = ((CommandResult.Done<JobOperations.Triggered>) triggered)
                .value()
                .execution();
        await().atMost(SOON).until(() -> outcome(execution).equals("SUCCEEDED"));
        assertThat(beats.get()).isEqualTo(paused + 1);
        assertThat(cluster.text("SELECT triggered_by FROM job_executions WHERE cause = 'OPERATOR'"))
                .isEqualTo("anna");
        one.operations().resume(BEATING, CatchUp.SKIP, ATTRIBUTION);
        await().atMost(SOON).until(() -> beats.get() > paused + 4);
        assertThat(
                        cluster.text(
                                "SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE actor = 'anna' AND origin = '10.0.0.7'"))
                .isEqualTo("pause trigger resume");
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_audit
                        WHERE action = 'resume' AND before ->> 'reason' = 'to see what happens' AND after ->> 'catchUp' = 'SKIP'
                        """)).isEqualTo(1);
    }

    @Test
    void aCommandThatChangesNothingIsNotAuditedAgain() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofHours(1)));
        JobOperations operations = node.operations();
        Instant until = Instant.now().plus(Duration.ofMinutes(30));
        Attribution another = new Attribution(new Actor("ben", ""), "for another reason");

        assertThat(operations.resume(BEATING, CatchUp.ONE, ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        assertThat(operations.resumeEverything(ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        assertThat(operations.schedules().restore(BEATING, ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
        assertThat(audited()).isEmpty();

        for (int times = 0; times < 2; times++) {
            assertThat(operations.pause(BEATING, null, false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        }
        assertThat(audited()).isEqualTo("pause");
        for (int times = 0; times < 2; times++) {
            operations.pause(BEATING, until, false, ATTRIBUTION);
        }
        operations.pause(BEATING, until.plusSeconds(60), false, ATTRIBUTION);
        operations.pause(BEATING, until.plusSeconds(60), false, another);
        assertThat(audited())
                .as("an end, a later end and another reason are changes")
                .isEqualTo("pause pause pause pause");
        assertThat(((CommandResult.Done<Pauses.Pause>) operations.pause(BEATING, until.plusSeconds(60), false, another))
                        .value()
                        .actor())
                .isEqualTo("ben");
        cluster.book().useHandle(handle -> handle.execute("DELETE FROM job_audit"));

        for (int times = 0; times < 2; times++) {
            operations.pauseEverything(until, false, ATTRIBUTION);
            assertThat(operations
                            .schedules()
                            .override(BEATING, new Schedule.Every(Duration.ofMinutes(50)), false, ATTRIBUTION))
                    .isInstanceOf(CommandResult.Done.class);
            assertThat(operations.nodes().drain(name(), false, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
        }
        assertThat(audited()).isEqualTo("pause override-schedule drain");
        assertThat(operations.nodes().drain("nobody", false, ATTRIBUTION)).isInstanceOf(CommandResult.NotFound.class);
        for (int times = 0; times < 2; times++) {
            operations.nodes().undrain(name(), ATTRIBUTION);
            operations.resumeEverything(ATTRIBUTION);
            operations.schedules().restore(BEATING, ATTRIBUTION);
            operations.resume(BEATING, CatchUp.SKIP, ATTRIBUTION);
        }
        assertThat(audited()).isEqualTo("pause override-schedule drain undrain resume restore-schedule resume");
    }

    private String audited() {
        return Optional.ofNullable(cluster.text(
                        "SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE actor IN ('anna', 'ben')"))
                .orElse("");
    }

    private String name() {
        return cluster.text("SELECT node FROM job_nodes ORDER BY started_at LIMIT 1");
    }

    @Test
    void pausingEverythingAsksTheGuardsOfAllJobs() throws Exception {
        JobPlatform node = cluster.start(JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofHours(1)))
                .guardedBy(() -> Optional.of("a match is being played"))
                .runs(run -> JobReport.done()));

        assertThat(node.operations().pauseEverything(null, false, ATTRIBUTION))
                .isInstanceOf(CommandResult.Guarded.class);
        assertThat(node.operations().pauses().ofEverything()).isEmpty();
        assertThat(node.operations().pauseEverything(null, true, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);
    }

    @Test
    void whatWasMissedInAPauseIsSkippedOrMadeUpForOnceOrAllOfIt() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofHours(1)));
        await().atMost(SOON).until(() -> beats.get() == 1 && runs() == 1);
        for (CatchUp how : CatchUp.values()) {
            node.operations().pause(BEATING, null, false, ATTRIBUTION);
            int before = beats.get();
            long runs = runs();
            // As if ten hours had passed.
            cluster.book().useHandle(handle -> handle.execute("""
                    UPDATE qrtz_triggers SET next_fire_time = next_fire_time - 36000000, start_time = start_time - 36000000
                    WHERE trigger_name = 'beating'
                    """));
            int missed = node.operations().pauses().missed(BEATING);
            assertThat(missed).isBetween(9, 11);
            node.operations().resume(BEATING, how, ATTRIBUTION);
            int expected = switch (how) {
                case SKIP -> 0;
                case ONE -> 1;
                case ALL -> missed;
            };
            await().atMost(SOON).until(() -> beats.get() == before + expected && runs() == runs + expected);
            assertThat(cluster.count("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'WAITING'"))
                    .isEqualTo(1);
            assertThat(
                            cluster.count(
                                    "SELECT count(*) FROM qrtz_triggers WHERE next_fire_time > extract(epoch FROM now()) * 1000"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aPauseEndsByItselfWhenItsTimeIsUpWithOneRun() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofMillis(300)));
        await().atMost(SOON).until(() -> beats.get() > 0);
        node.operations().pause(BEATING, Instant.now().plusSeconds(3), false, ATTRIBUTION);
        int paused = settled();
        await().atMost(SOON).until(() -> beats.get() > paused + 2);
        assertThat(cluster.text("SELECT reason FROM job_audit WHERE action = 'resume'"))
                .isEqualTo("the pause has expired");
        // Ten beats were missed: one run makes up for them all, and one may have begun as the pause did.
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_executions
                        WHERE scheduled_at > (SELECT at FROM job_audit WHERE action = 'pause')
                          AND scheduled_at < (SELECT at FROM job_audit WHERE action = 'resume')
                        """)).isLessThanOrEqualTo(2);
    }

    @Test
    void whileEverythingIsPausedARunByHandWaitsAndTheAnswerSaysSo() throws Exception {
        JobPlatform node = cluster.start(beating(Duration.ofMillis(200)));
        node.operations().pauseEverything(null, false, ATTRIBUTION);
        int paused = settled();
        CommandResult<JobOperations.Triggered> triggered = node.operations().trigger(BEATING, Map.of(), ATTRIBUTION);
        JobOperations.Triggered asked = ((CommandResult.Done<JobOperations.Triggered>) triggered).value();
        assertThat(asked.waitsFor().orElse("")).contains("everything is paused by anna: to see what happens");
        assertThat(outcome(asked.execution())).isEqualTo("QUEUED");
        assertThat(beats.get()).isEqualTo(paused);
        node.operations().resumeEverything(ATTRIBUTION);
        await().atMost(SOON).until(() -> outcome(asked.execution()).equals("SUCCEEDED"));
        await().atMost(SOON).until(() -> beats.get() > paused + 2);
    }

    @Test
    void invalidParametersAreNamed() throws Exception {
        JobPlatform node = cluster.start(asked(Optional.empty()));
        assertThat(node.operations().trigger(ASKED, Map.of("what", "0", "else", "x"), ATTRIBUTION))
                .isEqualTo(new CommandResult.Invalid<>(Map.of(
                        "what", "must be a whole number from 1 to 9", "else", "is not a parameter of test/asked")));
        assertThat(node.operations().trigger(ASKED, Map.of(), ATTRIBUTION))
                .isEqualTo(new CommandResult.Invalid<>(Map.of("what", "is required: what it is about")));
        assertThat(node.operations().trigger(BEATING, Map.of(), ATTRIBUTION)).isEqualTo(new CommandResult.NotFound<>());
        assertThat(cluster.count("SELECT count(*) FROM job_executions")
                        + cluster.count("SELECT count(*) FROM job_audit WHERE actor = 'anna'"))
                .isZero();
    }

    @Test
    void aGuardObjectsUnlessForced() throws Exception {
        JobPlatform node = cluster.start(JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofHours(1)))
                .guardedBy(() -> Optional.of("Spain vs Argentina is being played"))
                .runs(run -> JobReport.done()));
        assertThat(node.operations().pause(BEATING, null, false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Guarded<>("Spain vs Argentina is being played"));
        assertThat(node.operations().pauses().of(BEATING)).isEmpty();
        assertThat(node.operations().pause(BEATING, null, true, ATTRIBUTION)).isInstanceOf(CommandResult.Done.class);

        Schedule rarely = new Schedule.Every(Duration.ofHours(2));
        assertThat(node.operations().schedules().override(BEATING, rarely, false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Guarded<>("Spain vs Argentina is being played. Only an admin may do it"));
        assertThat(cluster.count("SELECT count(*) FROM job_schedule_overrides")).isZero();
        assertThat(node.operations().schedules().override(BEATING, rarely, true, ATTRIBUTION))
                .isEqualTo(new CommandResult.Done<>(rarely));
    }

    private static JobDefinition asked(Optional<CountDownLatch> running) {
        return JobDefinition.named(ASKED)
                .taking(Parameter.whole("what", "what it is about", 1, 9))
                .runs(run -> {
                    if (running.isPresent()) {
                        running.get().countDown();
                        new CountDownLatch(1).await();
                    }
                    return JobReport.done();
                });
    }

    private String outcome(long execution) {
        return cluster.text("SELECT outcome FROM job_executions WHERE id = " + execution);
    }

    private long runs() {
        return cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'");
    }

    /** How many beats there are once there are no more: for a second and a half, none is added. */
    private int settled() {
        AtomicInteger last = new AtomicInteger(beats.get());
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(1_500))
                .until(() -> last.getAndSet(beats.get()) == beats.get());
        return last.get();
    }
}
