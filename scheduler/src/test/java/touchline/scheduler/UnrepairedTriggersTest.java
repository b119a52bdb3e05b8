package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.CommandResult;
import touchline.scheduler.repair.StuckTriggerReport;

/** Triggers that the watchdog leaves to people, and reports. */
final class UnrepairedTriggersTest extends StuckTriggersSetup {
    @Test
    void aTriggerThatFailsAgainAndAgainIsLeftToOperators() throws Exception {
        JobPlatform node = cluster.start(node());
        awaitBeats(2);
        for (int repairs = 1; repairs <= 3; repairs++) {
            setAside("ERROR");
            awaitRepair(repairs);
            awaitBeats(1);
        }
        setAside("ERROR");
        awaitStuck(
                node,
                one -> one.seenSince() != null && one.at() == null && one.will().startsWith("nothing more"));
        await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> repairs() == 3);
        assertThat(node.repairs().repairNow("test", "beating", ANN, "the cause is gone"))
                .isInstanceOf(CommandResult.Done.class);
        awaitBeats(2);
        assertThat(cluster.count("SELECT count(*) FROM job_audit WHERE actor = 'ann' AND reason = 'the cause is gone'"))
                .isEqualTo(1);
    }

    @Test
    void aRunThatTakesLongAndWhatWaitsForItAreLetBe() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        JobPlatform node = cluster.start(Watchful.node(
                stores.dataSource(),
                JobDefinition.named(BEATING)
                        .on(new Schedule.Every(Duration.ofMillis(200)))
                        .exclusively()
                        .runs(run -> {
                            begun.countDown();
                            letGo.await();
                            return JobReport.done();
                        })));
        begun.await();
        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> repairs() == 0);
        assertThat(node.repairs().stuck()).isEmpty();
        assertThat(node.repairs().repairNow("test", "beating", ANN, "impatience"))
                .isInstanceOf(CommandResult.Refused.class);
        assertThat(node.repairs().repairNow("test", "none", ANN, "a typo")).isInstanceOf(CommandResult.NotFound.class);
        letGo.countDown();
    }

    @Test
    void aStuckTriggerIsReportedWithItsRowsAndThePlannedRepair() throws Exception {
        JobPlatform node = Cluster.node(stores.dataSource(), "patient", beating());
        cluster.start(node);
        awaitBeats(2);
        setAside("BLOCKED");
        awaitStuck(node, one -> true);
        StuckTriggerReport stuck = node.repairs().stuck().get(0);
        assertThat(stuck.kind()).isEqualTo(StuckTriggerReport.Kind.BLOCKED_BY_NOTHING);
        assertThat(stuck.job()).isEqualTo("test/beating");
        assertThat(stuck.will()).isEqualTo("set to fire");
        assertThat(stuck.at()).isAfterOrEqualTo(stuck.due().plusSeconds(60));
        assertThat(stuck.rows().toString()).contains("BLOCKED");
        assertThat(node.repairs().repairNow("test", "beating", ANN, "now")).isInstanceOf(CommandResult.Done.class);
        awaitBeats(2);
    }

    /** An operator who looks takes no connection from Quartz, nor waits for one. */
    @Test
    void stuckTriggersAreReportedOverOtherConnectionsThanQuartz() throws Exception {
        DatabaseThatGoesAway database = new DatabaseThatGoesAway(stores.dataSource());
        JobPlatform node = Cluster.node(database.dataSource(), "patient", beating());
        cluster.start(node);
        awaitBeats(2);
        setAside("BLOCKED");
        awaitStuck(node, one -> true);
        database.goAway();
        try {
            assertThat(node.repairs().stuck(cluster.book()))
                    .singleElement()
                    .satisfies(one -> assertThat(one.rows().toString()).contains("BLOCKED"));
        } finally {
            database.comeBack();
        }
    }

    /** #48 #85. A request stays where it is seen, as nobody knows what was asked; a schedule is known. */
    @Test
    void triggersThatCanNotBeReadKeepNoOtherFromFiringNorFromBeingSweptAndSchedulesAreMadeAnew() throws Exception {
        AtomicInteger swept = new AtomicInteger();
        JobDefinition sweeping = JobDefinition.named(JobName.of("test/sweeping"))
                .on(new Schedule.Every(Duration.ofMillis(500)))
                .ifMissed(Misfire.WAIT_FOR_NEXT)
                .runs(run -> {
                    swept.incrementAndGet();
                    return JobReport.done();
                });
        JobDefinition asked = JobDefinition.named(OTHER).runs(run -> JobReport.done());
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), beating(), sweeping, asked));
        awaitBeats(2);
        for (int n = 0; n < 25; n++) {
            node.request(OTHER, "r" + n, Instant.now().plusSeconds(600), Map.of());
        }
        // Before they are due, lest some of them fire while they can still be read.
        inStore("DELETE FROM qrtz_simple_triggers WHERE trigger_group = 'test/other' AND trigger_name !~ '[123]$'");
        inStore("""
                UPDATE qrtz_triggers SET next_fire_time = 1, misfire_instr = CASE WHEN trigger_name < 'r2' THEN 4 ELSE -1 END,
                       job_data = CASE WHEN trigger_name LIKE '%1' THEN convert_to('a=\\uzzzz', 'UTF8')
                                       WHEN trigger_name LIKE '%2' THEN convert_to('touchline.attempt=many', 'UTF8') ELSE job_data END,
                       calendar_name = CASE WHEN trigger_name LIKE '%3' THEN 'missing' END
                WHERE job_name = 'other'
                """);
        inStore("DELETE FROM qrtz_simple_triggers WHERE trigger_name = 'beating'");
        // Past the threshold of Quartz' misfire handler, which alone can set it going again.
        inStore("""
                UPDATE qrtz_triggers SET next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 60000
                WHERE trigger_name = 'sweeping' AND trigger_state = 'WAITING'
                """);
        int then = swept.get();
        await().atMost(SOON).until(() -> swept.get() > then + 3);
        awaitBeats(3);
        // Twenty at a time.
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM qrtz_triggers WHERE job_name = 'other' AND trigger_state = 'ERROR'")
                        == 25);
        awaitStuck(
                node,
                one -> one.kind() == StuckTriggerReport.Kind.ERROR
                        && one.will().startsWith("nothing: it can't be read"));
        assertThat(
                        cluster.count(
                                "SELECT count(*) FROM job_audit WHERE action = 'repair-stuck-trigger' AND subject = 'test/beating'"))
                .isEqualTo(1);
    }

    @Test
    void aRequestOfAJobThatNoNodeRunsOutlivesThatJobAndIsReported() throws Exception {
        JobPlatform newer = cluster.start(
                Watchful.node(stores.dataSource(), JobDefinition.named(OTHER).runs(run -> JobReport.done())));
        newer.request(OTHER, "r", Instant.now().plusSeconds(1), Map.of());
        newer.stop();
        JobPlatform older = cluster.start(node());
        awaitStuck(
                older,
                one -> one.kind() == StuckTriggerReport.Kind.NOBODYS
                        && one.name().equals("r"));
        await().during(Duration.ofSeconds(1))
                .atMost(SOON)
                .until(() -> cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'r'")
                        .equals("WAITING"));
    }
}
