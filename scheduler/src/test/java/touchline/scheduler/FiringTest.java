package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import touchline.scheduler.audit.Actor;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Misfire;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.operation.Attribution;
import touchline.scheduler.operation.CatchUp;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Once each, on time, and no more often for having been late. */
@ExtendWith(StoresExtension.class)
final class FiringTest {
    private static final JobName BEATING = JobName.of("test/beating");
    private static final JobName ASKED = JobName.of("test/asked");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Attribution ANN = new Attribution(new Actor("ann", "127.0.0.1"), "to see");

    @SuppressWarnings("NullAway.Init")
    private Cluster cluster;

    @SuppressWarnings("NullAway.Init")
    private TestStores stores;

    @BeforeEach
    void begin(TestStores mine) {
        stores = mine;
        cluster = new Cluster(stores);
    }

    @AfterEach
    void end() throws Exception {
        cluster.stop();
    }

    static IntStream starts() {
        return IntStream.rangeClosed(1, Integer.getInteger("chaos.starts", 1));
    }

    /** #107: without the lock around acquiring, two nodes fire one trigger twice. #647: without the rows to lock, nodes that start at once lose theirs. */
    @ParameterizedTest
    @MethodSource("starts")
    void fourNodesThatStartAtOnceWithoutLockRowsFireEachTimeOnce(int number) throws Exception {
        cluster.book().useHandle(handle -> handle.execute("DELETE FROM qrtz_locks"));
        JobDefinition beating = beating(Duration.ofMillis(100), Misfire.RUN_ONCE_NOW);
        JobDefinition asked = JobDefinition.named(ASKED).runs(run -> JobReport.done());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<JobPlatform> start = () -> cluster.start(Watchful.node(stores.dataSource(), beating, asked));
        List<JobPlatform> nodes = new ArrayList<>();
        for (Future<JobPlatform> node : threads.invokeAll(List.of(start, start, start, start))) {
            nodes.add(node.get());
        }
        threads.shutdown();
        Instant at = Instant.now().plusSeconds(1);
        for (int n = 0; n < 100; n++) {
            nodes.get(n % 4).request(ASKED, "r" + n, at, Map.of());
        }
        await().atMost(SOON)
                .until(() -> cluster.count(
                                "SELECT count(*) FROM job_executions WHERE job_name = 'asked' AND outcome = 'SUCCEEDED'")
                        >= 100);
        assertThat(cluster.count("SELECT count(*) FROM qrtz_locks")).isEqualTo(2);
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'asked'"))
                .isEqualTo(100);
        assertThat(
                        cluster.count(
                                "SELECT count(*) - count(DISTINCT scheduled_at) FROM job_executions WHERE job_name = 'beating'"))
                .isZero();
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE outcome IN ('LOST', 'FAILED')"))
                .isZero();
    }

    @Test
    void lockRowsThatAreTakenAwayComeBack() throws Exception {
        cluster.start(Watchful.node(stores.dataSource(), beating(Duration.ofMillis(200), Misfire.RUN_ONCE_NOW)));
        awaitRuns(1);
        cluster.book().useHandle(handle -> handle.execute("DELETE FROM qrtz_locks"));
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM qrtz_locks") == 2);
        awaitRuns(cluster.count("SELECT count(*) FROM job_executions") + 3);
    }

    /** #239 #308 #939: below Quartz' threshold of a misfire, of 5 s, as well as above it. */
    @Test
    void aBeatThatWasHeldUpRunsOnceAtMostForAllItMissed() throws Exception {
        List<JobDefinition> jobs = new ArrayList<>();
        for (String name : List.of("once-late-4", "once-late-20", "next-late-4", "next-late-20")) {
            jobs.add(JobDefinition.named(JobName.of("test/" + name))
                    .on(new Schedule.Every(Duration.ofSeconds(3)))
                    .ifMissed(name.startsWith("once") ? Misfire.RUN_ONCE_NOW : Misfire.WAIT_FOR_NEXT)
                    .runs(run -> JobReport.done()));
        }
        cluster.start(Watchful.node(stores.dataSource(), new MovableClock(), 8, jobs.toArray(JobDefinition[]::new)));
        awaitRuns(4);
        Map<String, Instant> heldUp = new LinkedHashMap<>();
        for (JobDefinition job : jobs) {
            String name = job.name().name();
            heldUp.put(name, holdUp(name, Integer.parseInt(name.substring(name.lastIndexOf('-') + 1))));
        }
        heldUp.forEach((name, at) -> await().atMost(SOON).until(() -> runs(name, "scheduled_at > ?", at) >= 2));

        assertThat(madeUp("once-late-4", heldUp)).isEqualTo(1);
        assertThat(madeUp("once-late-20", heldUp)).isEqualTo(1);
        // A job that waits for its next time skips only times that are late by more than the threshold; the last one
        // runs late, unless the machine is so slow that it passes the threshold too.
        assertThat(madeUp("next-late-20", heldUp)).isLessThanOrEqualTo(1);
        Instant skipped = Objects.requireNonNull(heldUp.get("next-late-20")).minus(Misfire.THRESHOLD);
        assertThat(runs("next-late-20", "scheduled_at < ? AND fired_at >= ?", skipped, skipped.plus(Misfire.THRESHOLD)))
                .isZero();
        boolean isSlow = cluster.count("SELECT count(*) FROM job_misfires WHERE job_name = 'next-late-4'") > 0;
        assertThat(madeUp("next-late-4", heldUp)).isBetween(isSlow ? 0L : 1L, 1L);
        // A run that makes up for others says how late it is.
        assertThat(runs("once-late-20", "lateness_ms >= 20000")).isEqualTo(1);
    }

    /** The runs since a job was held up that were due before that. */
    private long madeUp(String job, Map<String, Instant> heldUp) {
        Instant at = Objects.requireNonNull(heldUp.get(job));
        return runs(job, "fired_at >= ? AND scheduled_at < ?", at, at);
    }

    @Test
    void aBeatThatWasPausedDoesNotBurstWhenItIsResumed() throws Exception {
        JobPlatform node =
                cluster.start(Watchful.node(stores.dataSource(), beating(Duration.ofSeconds(1), Misfire.RUN_ONCE_NOW)));
        awaitRuns(1);
        node.operations().pause(BEATING, null, true, ANN);
        long before = settled();
        holdUp("beating", 20);
        node.operations().resume(BEATING, CatchUp.SKIP, ANN);
        await().atMost(SOON).until(() -> settled() >= before + 2);
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE lateness_ms >= 10000"))
                .isZero();
    }

    /** The store holds instants; whose clock on the wall says what is no matter. */
    @Test
    void foreignTimeZonesOfTheServerAndTheNodeChangeNothing() throws Exception {
        TimeZone ours = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
        try {
            JobDefinition nightly = JobDefinition.named(ASKED)
                    .on(new Schedule.Cron("0 30 3 * * ?"))
                    .runs(run -> JobReport.done());
            JobPlatform node = cluster.start(Watchful.node(
                    inStJohns(stores.dataSource()), beating(Duration.ofMillis(500), Misfire.RUN_ONCE_NOW), nightly));
            awaitRuns(3);
            assertThat(node.complaint()).isEmpty();
            assertThat(cluster.count("SELECT max(abs(lateness_ms)) FROM job_executions"))
                    .isLessThan(30_000);
            assertThat(cluster.count("""
                            SELECT count(*) FROM job_executions WHERE abs(extract(epoch FROM fired_at - now())) > 60
                            """)).isZero();
            Instant next = Instant.ofEpochMilli(
                    cluster.count("SELECT next_fire_time FROM qrtz_triggers WHERE job_name = 'asked'"));
            assertThat(next.atOffset(ZoneOffset.UTC).toLocalTime()).hasToString("03:30");
        } finally {
            TimeZone.setDefault(ours);
        }
    }

    @Test
    void aNodeSaysWhichTablesAreMissing() {
        cluster.book().useHandle(handle -> handle.execute("DROP TABLE qrtz_locks"));
        JobPlatform node = Watchful.node(stores.dataSource(), beating(Duration.ofSeconds(1), Misfire.RUN_ONCE_NOW));
        assertThatThrownBy(node::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("qrtz_locks missing; migrate the database");
    }

    @Test
    void aNodeRefusesSettingsUnderWhichItsJobsWouldStarve() {
        JobDefinition beating = beating(Duration.ofSeconds(1), Misfire.RUN_ONCE_NOW);
        JobPlatform tight = Watchful.node(stores.dataSource(), new MovableClock(), 2, beating);
        assertThatThrownBy(() -> tight.checkSettings(20)).hasMessageContaining("give it 3 or more");
        JobPlatform node = Watchful.node(stores.dataSource(), new MovableClock(), 3, beating);
        node.checkSettings(8);
        assertThatThrownBy(() -> node.checkSettings(7)).hasMessageContaining("give it 8 or more");
        assertThatThrownBy(() -> node.checkSettings(100_000)).hasMessageContaining("raise its max_connections");
    }

    private static JobDefinition beating(Duration interval, Misfire misfire) {
        return JobDefinition.named(BEATING)
                .on(new Schedule.Every(interval))
                .ifMissed(misfire)
                .exclusively()
                .runs(run -> JobReport.done());
    }

    /**
     * As if nobody had looked at the trigger for so long.
     *
     * @return when the trigger was held up
     */
    private Instant holdUp(String job, int seconds) {
        return await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(
                        () -> cluster.book()
                                .withHandle(handle -> handle.createQuery("""
                        UPDATE qrtz_triggers
                        SET next_fire_time = (extract(epoch FROM now()) * 1000)::bigint - 1000 * ?::bigint,
                            start_time = (extract(epoch FROM now()) * 1000)::bigint - 1000 * ?::bigint
                        WHERE trigger_name = ? AND trigger_state = 'WAITING'
                        RETURNING date_trunc('milliseconds', now())
                        """)
                                        .bind(0, seconds)
                                        .bind(1, seconds)
                                        .bind(2, job)
                                        .mapTo(Instant.class)
                                        .findOne()),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** @param which a condition on the columns of a run */
    private long runs(String job, String which, Object... arguments) {
        return cluster.book().withHandle(handle -> {
            Query query = handle.createQuery("""
                    SELECT count(*) FROM job_executions WHERE job_name = ? AND %s
                    """.formatted(which)).bind(0, job);
            for (int n = 0; n < arguments.length; n++) {
                query.bind(n + 1, arguments[n]);
            }
            return query.mapTo(Long.class).one();
        });
    }

    private long settled() {
        return cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'");
    }

    private void awaitRuns(long count) {
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM job_executions") >= count);
    }

    private static DataSource inStJohns(DataSource database) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(database, arguments);
                        if (result instanceof Connection connection) {
                            try (Statement statement = connection.createStatement()) {
                                statement.execute("SET TIME ZONE 'America/St_Johns'");
                            } catch (SQLException e) {
                                connection.close();
                                throw e;
                            }
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
