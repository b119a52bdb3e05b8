package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.job.TouchlineJob;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class JobPlatformTest {
    private static final JobName ASKED = JobName.of("test/asked");
    private static final JobName BEATING = JobName.of("test/beating");
    private static final Retry SOON_AGAIN =
            Retry.times(Integer.MAX_VALUE, Duration.ofMillis(100), Duration.ofSeconds(1));
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

    @Test
    void twoNodesRunEachRequestOnceAndWriteItDown() throws Exception {
        Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        JobDefinition job = asked(run -> {
            runs.computeIfAbsent(run.required("n"), n -> new AtomicInteger()).incrementAndGet();
            return JobReport.of("done", 1);
        });
        JobPlatform one = cluster.start(job);
        cluster.start(job);
        for (int n = 0; n < 300; n++) {
            assertThat(request(one, "r" + n, Map.of("n", "" + n))).isTrue();
        }
        String succeeded =
                "SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED' AND counts = '{\"done\": 1}'";
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(cluster.count(succeeded)).isEqualTo(300));
        assertThat(runs).hasSize(300);
        assertThat(runs.values()).allMatch(times -> times.get() == 1);
        assertThat(cluster.count("SELECT count(*) FROM job_executions")).isEqualTo(300);
    }

    @Test
    void aRequestStandsOnceUnderItsName() throws Exception {
        JobPlatform node = cluster.start(asked(run -> JobReport.done()));
        Instant later = Instant.now().plusSeconds(600);
        assertThat(node.request(ASKED, "7", later, Map.of())).isTrue();
        assertThat(node.request(ASKED, "7", later, Map.of())).isFalse();
    }

    @Test
    void twoNodesShareOneBeat() throws Exception {
        Queue<Instant> times = new ConcurrentLinkedQueue<>();
        JobDefinition job = job(BEATING, new Schedule.Every(Duration.ofMillis(200)), run -> {
            times.add(run.scheduledFor());
            return JobReport.done();
        });
        cluster.start(job);
        cluster.start(job);
        await().atMost(SOON).until(() -> times.size() >= 10);
        List<Instant> seen = List.copyOf(times);
        assertThat(seen).doesNotHaveDuplicates();
    }

    @Test
    void aJobThatTimesItselfKeepsToItsGridAndGoesOnWhenARunFails() throws Exception {
        Queue<Instant> times = new ConcurrentLinkedQueue<>();
        JobDefinition job = job(BEATING, new Schedule.SelfTimed(Duration.ofMinutes(10)), run -> {
            times.add(run.scheduledFor());
            if (times.size() == 4) {
                throw new IllegalStateException("the feed is away");
            }
            return JobReport.done().nextRunIn(Duration.ofMillis(300));
        });
        cluster.start(job);
        await().atMost(SOON).until(() -> times.size() >= 8);
        List<Instant> seen = new ArrayList<>(times).subList(1, 8);
        List<Long> gaps = new ArrayList<>();
        for (int n = 1; n < seen.size(); n++) {
            gaps.add(Duration.between(seen.get(n - 1), seen.get(n)).toMillis());
        }
        // A busy machine may make it miss a beat, and never leave the grid.
        assertThat(gaps).contains(300L).allMatch(gap -> gap > 0 && gap % 300 == 0, "a multiple of the beat");
    }

    @Test
    void aRunThatComesToItsEndLateDoesNotSlowTheBeatOfLaterOnes() throws Exception {
        CountDownLatch letGo = new CountDownLatch(1);
        AtomicInteger count = new AtomicInteger();
        JobDefinition job = JobDefinition.named(BEATING)
                .on(new Schedule.SelfTimed(Duration.ofMinutes(10)))
                .runs(run -> {
                    int number = count.incrementAndGet();
                    if (number == 2) {
                        letGo.await();
                        return JobReport.of("stale", 1).nextRunIn(Duration.ofMinutes(5));
                    }
                    return JobReport.done().nextRunIn(Duration.ofMillis(300));
                });
        cluster.start(job);
        await().atMost(SOON).until(() -> count.get() >= 5);
        letGo.countDown();
        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE counts = '{\"stale\": 1}'") == 1);
        int then = count.get();
        await().atMost(SOON).until(() -> count.get() >= then + 3);
    }

    @Test
    void aRequestThatFailsIsTriedAgainUntilItSucceeds() throws Exception {
        JobPlatform node = cluster.start(asked(run -> {
            if (run.attempt() < 3) {
                throw new IllegalStateException("not yet\0");
            }
            return JobReport.of("done", run.required("what").length());
        }));
        request(node, "r", Map.of("what", "this"));
        await().atMost(SOON)
                .until(() ->
                        cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED' AND attempt = 3")
                                == 1);
        assertThat(cluster.count(
                        "SELECT count(*) FROM job_executions WHERE outcome = 'FAILED' AND error LIKE '%not yet%'"))
                .isEqualTo(2);
        await().atMost(SOON).until(() -> cluster.count("SELECT count(*) FROM qrtz_triggers") == 0);
    }

    @Test
    void aRequestThatFailsWithTheDatabaseIsNotTakenForDoneAndRunsSoonAfter(TestStores stores) throws Exception {
        DatabaseThatGoesAway database = new DatabaseThatGoesAway(stores.dataSource());
        JobPlatform node = cluster.start(database.dataSource(), asked(run -> {
            if (run.attempt() == 1) {
                database.goAway(3);
                throw new IllegalStateException("no database");
            }
            return JobReport.done();
        }));
        request(node, "r", Map.of());
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT string_agg(outcome, ' ' ORDER BY attempt) FROM job_executions")
                        .equals("FAILED SUCCEEDED"));
    }

    /** In a rolling deploy. */
    @Test
    void whatANodeDoesNotKnowIsLeftToOneThatDoes() throws Exception {
        JobDefinition other = job(BEATING, new Schedule.Every(Duration.ofMillis(200)), run -> JobReport.done());
        cluster.start(other);
        JobPlatform newer = cluster.start(asked(run -> JobReport.done()), other);
        newer.request(ASKED, "r", Instant.now().plusSeconds(1), Map.of());
        newer.stop();
        long beats = cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'beating'");
        await().atMost(SOON)
                .until(() ->
                        cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'beating'") > beats + 10);
        assertThat(cluster.text("SELECT trigger_state FROM qrtz_triggers WHERE trigger_name = 'r'"))
                .isEqualTo("WAITING");
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE job_name = 'asked'"))
                .isZero();
        cluster.start(asked(run -> JobReport.done()), other);
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT outcome FROM job_executions WHERE job_name = 'asked'")
                        .equals("SUCCEEDED"));
    }

    @Test
    void fourNodesAgreeOnTheStoreAtOnce() throws Exception {
        JobDefinition beating = job(BEATING, new Schedule.Every(Duration.ofSeconds(1)), run -> JobReport.done());
        JobDefinition dropped =
                job(JobName.of("test/dropped"), new Schedule.Every(Duration.ofHours(1)), run -> JobReport.done());
        cluster.start(beating, dropped).stop();
        JobDefinition slower = job(BEATING, new Schedule.Every(Duration.ofHours(2)), run -> JobReport.done());
        JobDefinition nightly =
                job(JobName.of("test/nightly"), new Schedule.Cron("0 0 3 * * ?"), run -> JobReport.done());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<JobPlatform> start = () -> cluster.start(slower, nightly, asked(run -> JobReport.done()));
        for (Future<JobPlatform> node : threads.invokeAll(List.of(start, start, start, start))) {
            assertThat(node.get().complaint()).isEmpty();
        }
        threads.shutdown();
        assertThat(cluster.text("SELECT string_agg(job_name, ' ' ORDER BY job_name) FROM qrtz_job_details"))
                .isEqualTo("asked beating nightly");
        assertThat(cluster.text("SELECT string_agg(trigger_name, ' ' ORDER BY trigger_name) FROM qrtz_triggers"))
                .isEqualTo("beating nightly");
        assertThat(cluster.count("SELECT repeat_interval FROM qrtz_simple_triggers"))
                .isEqualTo(7_200_000);
        assertThat(cluster.text("SELECT time_zone_id FROM qrtz_cron_triggers")).isEqualTo("UTC");
    }

    @Test
    void aJobThatLosesItsScheduleNoLongerFires() throws Exception {
        cluster.start(job(BEATING, new Schedule.Every(Duration.ofHours(1)), run -> JobReport.done()));
        cluster.start(job(BEATING, new Schedule.OnDemand(), run -> JobReport.done()));
        assertThat(cluster.count("SELECT count(*) FROM qrtz_triggers")).isZero();
    }

    @Test
    void runsOfANodeThatIsGoneAreMarkedLost() throws Exception {
        cluster.start(asked(run -> JobReport.done()));
        cluster.book().useHandle(handle -> handle.execute("""
                INSERT INTO job_executions (job_group, job_name, trigger_name, node, scheduled_at, fired_at)
                VALUES ('test', 'asked', 'r', 'gone', now() - interval '1 minute', now() - interval '1 minute')
                """));
        await().atMost(SOON)
                .until(() -> cluster.text("SELECT outcome FROM job_executions").equals("LOST"));
    }

    @Test
    void aNodeThatStopsInterruptsWhatDoesNotEndAndAnotherTakesItUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Queue<String> done = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        JobPlatform first = cluster.start(asked(run -> {
            begun.countDown();
            never.await();
            return JobReport.done();
        }));
        request(first, "r", Map.of("what", "this"));
        begun.await();
        cluster.start(asked(run -> {
            done.add(run.required("what"));
            return JobReport.done();
        }));
        first.stop();
        await().atMost(SOON).until(() -> done.contains("this"));
        assertThat(cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'INTERRUPTED'"))
                .isEqualTo(1);
    }

    private static JobDefinition asked(TouchlineJob job) {
        return JobDefinition.named(ASKED).recovered().retried(SOON_AGAIN).runs(job);
    }

    private static JobDefinition job(JobName name, Schedule schedule, TouchlineJob job) {
        return JobDefinition.named(name).on(schedule).exclusively().runs(job);
    }

    private static boolean request(JobPlatform node, String subject, Map<String, String> parameters) throws Exception {
        return node.request(ASKED, subject, Instant.now(), parameters);
    }
}
