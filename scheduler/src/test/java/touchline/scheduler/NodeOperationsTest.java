package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.drill.Drill;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Parameter;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.node.GuardedService;
import touchline.scheduler.node.NodeIdentity;
import touchline.scheduler.node.Service;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.operation.JobOperations;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Operators' commands to nodes, services and runs of other nodes. */
@ExtendWith(StoresExtension.class)
final class NodeOperationsTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName ASKED = JobName.of("test/asked");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ATTRIBUTION =
            new Attribution(new Actor("anna", "10.0.0.7"), "to see what happens");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @BeforeEach
    void begin(TestStores stores) {
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    @Test
    void aRunOnAnotherNodeIsInterrupted() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        JobPlatform here = cluster.start(asked(Optional.empty()));
        here.operations().nodes().drain(here.identity().node(), false, ATTRIBUTION);
        await().atMost(SOON).until(() -> here.complaint().isPresent());
        cluster.start(asked(Optional.of(running)));
        long execution = ((CommandResult.Done<JobOperations.Triggered>)
                        here.operations().trigger(ASKED, Map.of("what", "7"), ATTRIBUTION))
                .value()
                .execution();
        assertThat(running.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(here.operations().interrupt(ASKED, ATTRIBUTION))
                .isEqualTo(new CommandResult.Done<>(List.of(execution)));
        await().atMost(SOON).until(() -> outcome(execution).equals("INTERRUPTED"));
        assertThat(cluster.count("""
                        SELECT count(*) FROM job_executions
                        WHERE interrupt_requested_at <= interrupt_received_at AND interrupt_received_at <= interrupt_honoured_at
                          AND interrupt_honoured_at <= finished_at AND interrupt_by = 'anna'
                        """)).isEqualTo(1);
        assertThat(here.operations().interrupt(ASKED, ATTRIBUTION)).isInstanceOf(CommandResult.Refused.class);
    }

    @Test
    void theLastNodeThatRunsAGuardedJobIsDrainedOnlyByForce() throws Exception {
        AtomicReference<Optional<String>> objection =
                new AtomicReference<>(Optional.of("Spain vs Argentina is being played"));
        JobDefinition guarded = JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofHours(1)))
                .guardedBy(() -> Objects.requireNonNull(objection.get()))
                .runs(run -> JobReport.done());
        JobPlatform one = cluster.start(guarded);
        String first = one.identity().node();
        CommandResult<Boolean> isLast = new CommandResult.Guarded<>(first + " is the only node that runs test/beating."
                + " Spain vs Argentina is being played. Only an admin may do it");
        assertThat(one.operations().nodes().drain(first, false, ATTRIBUTION)).isEqualTo(isLast);
        cluster.start(asked(Optional.empty()));
        assertThat(one.operations().nodes().drain(first, false, ATTRIBUTION))
                .as("a node that does not run the job takes nothing over")
                .isEqualTo(isLast);
        assertThat(audited()).isEmpty();

        JobPlatform other = cluster.start(guarded);
        String second = other.identity().node();
        assertThat(one.operations().nodes().drain(first, false, ATTRIBUTION)).isEqualTo(new CommandResult.Done<>(true));
        assertThat(one.operations().nodes().drain(second, false, ATTRIBUTION))
                .isInstanceOf(CommandResult.Guarded.class);
        assertThat(one.operations().nodes().drain(second, true, ATTRIBUTION)).isEqualTo(new CommandResult.Done<>(true));
        one.operations().nodes().undrain(second, ATTRIBUTION);
        objection.set(Optional.empty());
        assertThat(one.operations().nodes().drain(second, false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Done<>(true));
        assertThat(audited()).isEqualTo("drain drain undrain drain");
    }

    @Test
    void aDrillReportsWhatOtherNodesTakeOverAndEndsByItself(TestStores stores) throws Exception {
        JobDefinition beating = JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofSeconds(1)))
                .exclusively()
                .runs(run -> JobReport.done());
        JobDefinition rare = JobDefinition.named(ASKED)
                .on(new Schedule.Cron("0 0 0 1 1 ? 2090"))
                .runs(run -> JobReport.done());
        AtomicReference<String> holder = new AtomicReference<>("one");
        JobPlatform one = cluster.start(withService(stores, "one", holder, "other", beating, rare));
        JobPlatform other = cluster.start(withService(stores, "other", holder, "one", beating, rare));
        String drained = one.identity().node();
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_services") == 2);
        assertThat(other.drills().start("no-such-node", false, ATTRIBUTION)).isInstanceOf(CommandResult.NotFound.class);
        assertThat(other.drills().latest(Long.MAX_VALUE, 9)).isEmpty();

        Drill drill = ((CommandResult.Done<Drill>) other.drills().start(drained, false, ATTRIBUTION)).value();
        assertThat(drill.takeOvers())
                .extracting(Drill.TakeOver::subject)
                .containsExactlyInAnyOrder("test/beating", "stopwatch");
        await().atMost(SOON)
                .until(() -> other.drills().find(drill.id()).orElseThrow().endedAt() != null);

        assertThat(other.drills().find(drill.id()).orElseThrow().takeOvers())
                .hasSize(2)
                .allSatisfy(taken -> {
                    assertThat(taken.takenBy()).isEqualTo("other");
                    assertThat(taken.tookMillis()).isPositive();
                    assertThat(taken.predictedMillis()).isGreaterThanOrEqualTo(1_000);
                });
        assertThat(holder.get()).isEqualTo("other");
        assertThat(audited()).isEqualTo("drain start-drill");
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE action = 'undrain' AND actor LIKE 'node:%'"))
                .isEqualTo(1);
        await().atMost(SOON).until(() -> one.complaint().isEmpty());
    }

    @Test
    void aGuardedServiceIsRestartedOnlyByForce(TestStores stores) throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        AtomicReference<Optional<String>> objection = new AtomicReference<>(Optional.of("a match is being played"));
        JobPlatform node = cluster.start(new JobPlatform(
                stores.dataSource(),
                new NodeIdentity("watching", "localhost", 1, "test", 5),
                new JobCatalogue(List.of()),
                List.of(new GuardedService(new CountedService("stopwatch", restarts), objection::get)),
                Clock.systemUTC()));
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_services") == 1);
        assertThat(node.operations().nodes().restartService("stopwatch", false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Guarded<>("a match is being played. Only an admin may do it"));
        assertThat(audited()).isEmpty();
        assertThat(node.operations().nodes().restartService("stopwatch", true, ATTRIBUTION))
                .isEqualTo(new CommandResult.Done<>(1));
        await().atMost(SOON).until(() -> restarts.get() == 1);

        JobPlatform without = cluster.start(asked(Optional.empty()));
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_services WHERE objection IS NOT NULL") == 1);
        assertThat(without.operations().nodes().restartService("stopwatch", false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Guarded<>("a match is being played. Only an admin may do it"));

        objection.set(Optional.empty());
        assertThat(node.operations().nodes().restartService("stopwatch", false, ATTRIBUTION))
                .isEqualTo(new CommandResult.Done<>(1));
        await().atMost(SOON).until(() -> restarts.get() == 2);
    }

    private String audited() {
        return Optional.ofNullable(cluster.text(
                        "SELECT string_agg(action, ' ' ORDER BY id) FROM job_audit WHERE actor IN ('anna', 'ben')"))
                .orElse("");
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

    private static JobPlatform withService(
            TestStores stores, String name, AtomicReference<String> holder, String heir, JobDefinition... jobs) {
        return new JobPlatform(
                stores.dataSource(),
                new NodeIdentity(name, "localhost", 1, "test", 5),
                new JobCatalogue(List.of(jobs)),
                List.of(new LeasedService(name, holder, heir)),
                Clock.systemUTC());
    }

    /** Is active on the node that holds its lease; a hand-over gives the lease to the heir. */
    private record LeasedService(String node, AtomicReference<String> holder, String heir) implements Service {
        @Override
        public String name() {
            return "stopwatch";
        }

        @Override
        public Status status() {
            String current = holder.get();
            return new Status(
                    node.equals(current) ? State.ACTIVE : State.STANDBY,
                    "",
                    "lease:stopwatch",
                    current,
                    null,
                    null,
                    null);
        }

        @Override
        public void restart() {
            throw new IllegalStateException("a restart would keep the lease");
        }

        @Override
        public void handOver() {
            holder.set(heir);
        }
    }

    /** Counts how often it was restarted. */
    private record CountedService(String name, AtomicInteger restarts) implements Service {
        @Override
        public Status status() {
            return new Status(State.ACTIVE, "", null, null, null, null, null);
        }

        @Override
        public void restart() {
            restarts.incrementAndGet();
        }
    }
}
