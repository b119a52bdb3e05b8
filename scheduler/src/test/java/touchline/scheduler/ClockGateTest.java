package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.store.DatabaseClock;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class ClockGateTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName THERE_ONLY = JobName.of("test/there-only");
    private static final Duration SOON = Duration.ofSeconds(60);

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

    /** At 30 s off, Quartz alone has the peer declared dead, or declares the peer dead itself. An hour back, it would fire the hour again. */
    @ParameterizedTest
    @ValueSource(longs = {30, -30, -3_600})
    void aNodeWhoseClockIsOffFiresNothingSaysSoNeitherDiesNorKillsAndResumes(long seconds, TestStores stores)
            throws Exception {
        MovableClock clock = new MovableClock();
        JobDefinition beating = beating(Misfire.RUN_ONCE_NOW);
        JobDefinition there = JobDefinition.named(THERE_ONLY).runs(run -> JobReport.done());
        JobPlatform right = cluster.start(Watchful.node(stores.dataSource(), beating));
        JobPlatform wrong = cluster.start(Watchful.node(stores.dataSource(), clock, 5, beating, there));
        awaitRun(wrong, "there-only", "first");

        clock.set(Duration.ofSeconds(seconds));
        await().atMost(SOON).until(() -> state(wrong).equals("CLOCK_OFF"));
        assertThat(wrong.complaint().orElse(""))
                .contains(seconds > 0 ? "ahead of" : "behind")
                .containsPattern("(" + (Math.abs(seconds) - 1) + "|" + Math.abs(seconds) + ")\\d{3} ms");
        long fired = runs(wrong);
        wrong.request(THERE_ONLY, "second", Instant.now(), Map.of());
        await().during(Duration.ofSeconds(3)).atMost(SOON).untilAsserted(() -> {
            assertThat(runs(wrong)).isEqualTo(fired);
            assertThat(cluster.count("SELECT count(*) FROM qrtz_scheduler_state"))
                    .isEqualTo(2);
            assertThat(cluster.count("SELECT count(*) FROM job_nodes WHERE died_at IS NOT NULL"))
                    .isZero();
        });
        assertThat(state(right)).isEqualTo("FIRING");

        clock.set(Duration.ZERO);
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT outcome FROM job_executions WHERE trigger_name = 'second'")
                        .equals("SUCCEEDED"));
        assertThat(wrong.complaint()).isEmpty();
        assertThat(
                        cluster.count(
                                "SELECT count(*) - count(DISTINCT scheduled_at) FROM job_executions WHERE job_name = 'beating'"))
                .as("runs for a time that had one")
                .isZero();
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE finished_at < fired_at"))
                .isZero();
    }

    /** Nor does it let times go: by its clock they would be past. */
    @Test
    void aNodeThatStartsWithItsClockOffSaysSoFiresNothingAndLetsNoTimesGo(TestStores stores) throws Exception {
        MovableClock clock = new MovableClock();
        clock.set(Duration.ofMinutes(-2));
        JobPlatform node = cluster.start(Watchful.node(stores.dataSource(), clock, 5, beating(Misfire.WAIT_FOR_NEXT)));
        assertThat(node.complaint().orElse("")).contains("behind the database's");
        await().during(Duration.ofSeconds(3)).atMost(SOON).untilAsserted(() -> {
            assertThat(runs(node)).isZero();
            assertThat(cluster.count("SELECT start_time - next_fire_time FROM qrtz_triggers"))
                    .isZero();
        });
        assertThat(state(node)).isEqualTo("CLOCK_OFF");
        clock.set(Duration.ZERO);
        await().atMost(SOON).until(() -> runs(node) > 2);
    }

    @Test
    void aClockThatWasNeverHeldAgainstTheDatabasesIsNotTrusted() {
        assertThat(new DatabaseClock(Clock.systemUTC()).complaint()).isPresent();
    }

    @Test
    void aNodeKnowsTheTimeSoonThoughItsCheckInsFail(TestStores stores) throws Exception {
        JobPlatform node =
                cluster.start(Watchful.node(withoutCheckIns(stores.dataSource()), beating(Misfire.RUN_ONCE_NOW)));
        await().atMost(SOON).until(() -> node.complaint().isEmpty());
    }

    /** Refuses connections to Quartz' check-in alone. */
    private static DataSource withoutCheckIns(DataSource database) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    boolean checkIn = StackWalker.getInstance()
                            .walk(frames -> frames.anyMatch(
                                    frame -> frame.getMethodName().equals("doCheckin")));
                    if (checkIn) {
                        throw new SQLException("no check-ins today");
                    }
                    try {
                        return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static JobDefinition beating(Misfire misfire) {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .ifMissed(misfire)
                .runs(run -> JobReport.done());
    }

    private void awaitRun(JobPlatform node, String job, String subject) throws Exception {
        node.request(JobName.of("test/" + job), subject, Instant.now(), Map.of());
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE trigger_name = '" + subject
                                + "' AND outcome = 'SUCCEEDED'")
                        == 1);
    }

    private String state(JobPlatform node) {
        return cluster.text(
                "SELECT state FROM job_nodes WHERE node = '" + node.identity().node() + "'");
    }

    private long runs(JobPlatform node) {
        return cluster.count("SELECT count(*) FROM job_executions WHERE node = '"
                + node.identity().node() + "'");
    }
}
