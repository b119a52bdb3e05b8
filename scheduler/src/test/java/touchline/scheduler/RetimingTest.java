package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** The outcome of a run does not depend on whether the time of the next one can be set. */
@ExtendWith(StoresExtension.class)
final class RetimingTest {
    private static final JobName TIMED = JobName.of("test/timed");
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
    void aRunSucceedsAlthoughTheOverridesCanNotBeReadAtItsEnd() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        cluster.start(JobDefinition.named(TIMED)
                .on(new Schedule.SelfTimed(Duration.ofHours(1)))
                .runs(run -> {
                    cluster.book()
                            .useHandle(handle ->
                                    handle.execute("ALTER TABLE job_schedule_overrides RENAME TO overrides_away"));
                    ran.countDown();
                    return JobReport.done().nextRunIn(Duration.ofMinutes(30));
                }));
        assertThat(ran.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();

        await().atMost(SOON)
                .until(() -> !outcome().equals("RUNNING") && !outcome().isEmpty());

        assertThat(outcome()).isEqualTo("SUCCEEDED");
    }

    private String outcome() {
        return cluster.text("SELECT outcome FROM job_executions ORDER BY id LIMIT 1");
    }
}
