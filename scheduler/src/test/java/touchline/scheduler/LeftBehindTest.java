package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Retry;
import touchline.scheduler.job.TouchlineJob;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A node that stops while the database is away leaves its runs to others, and nothing of it goes on. */
@ExtendWith(StoresExtension.class)
@NullUnmarked
final class LeftBehindTest {
    private static final JobName ASKED = JobName.of("test/asked");
    private static final Duration SOON = Duration.ofSeconds(60);

    private TestStores stores;
    private Cluster cluster;
    private DatabaseThatGoesAway database;

    @BeforeEach
    void begin(TestStores mine) {
        stores = mine;
        cluster = new Cluster(stores);
        database = new DatabaseThatGoesAway(stores.dataSource());
    }

    @AfterEach
    void end() throws Exception {
        database.comeBack();
        cluster.stop();
    }

    /** Whether the run's retry or its end can't be written. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noThreadOfAStoppedNodeGoesOnTryingToWriteItsRun(boolean fails) throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        JobPlatform node = cluster.start(database.dataSource(), asked(run -> {
            database.goAway();
            worker.complete(Thread.currentThread());
            if (fails) {
                throw new IllegalStateException("it fails, and is to be tried again");
            }
            return JobReport.done();
        }));
        node.request(ASKED, "r", Instant.now(), Map.of());
        Thread thread = worker.get(60, TimeUnit.SECONDS);

        node.stop();

        thread.join(SOON.toMillis());
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aRunWhoseRetryCouldNotBeWrittenIsRecoveredByAnotherNode() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        JobPlatform node = cluster.start(database.dataSource(), asked(run -> {
            database.goAway();
            worker.complete(Thread.currentThread());
            throw new IllegalStateException("it fails, and is to be tried again");
        }));
        node.request(ASKED, "r", Instant.now(), Map.of());
        Thread thread = worker.get(60, TimeUnit.SECONDS);
        node.stop();
        thread.join(SOON.toMillis());
        database.comeBack();

        cluster.start(asked(run -> JobReport.done()));

        await().atMost(SOON)
                .until(() -> cluster.text("SELECT string_agg(outcome, ' ' ORDER BY id) FROM job_executions")
                        .equals("LOST SUCCEEDED"));
    }

    /** Its job is not recovered, so no other node would make up for it. */
    @Test
    void aRunThatFailsAfterItsNodeHasStoppedIsTriedAgainWhereTheDatabaseAnswers() throws Exception {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CountDownLatch goesOn = new CountDownLatch(1);
        JobPlatform node = cluster.start(database.dataSource(), notRecovered(run -> {
            worker.complete(Thread.currentThread());
            while (goesOn.getCount() > 0) { // an interrupt does not end it
                LockSupport.parkNanos(50_000_000);
            }
            throw new IllegalStateException("it fails, and is to be tried again");
        }));
        node.request(ASKED, "r", Instant.now(), Map.of());
        Thread thread = worker.get(60, TimeUnit.SECONDS);
        try {
            node.stop();
        } finally {
            goesOn.countDown();
        }
        thread.join(SOON.toMillis());

        cluster.start(notRecovered(run -> JobReport.done()));

        await().atMost(SOON)
                .until(() -> cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'") == 1);
    }

    private static JobDefinition notRecovered(TouchlineJob job) {
        return JobDefinition.named(ASKED)
                .retried(new Retry(5, Duration.ofMillis(200), Duration.ofSeconds(1)))
                .runs(job);
    }

    private static JobDefinition asked(TouchlineJob job) {
        return JobDefinition.named(ASKED)
                .recovered()
                .retried(new Retry(5, Duration.ofMillis(200), Duration.ofSeconds(1)))
                .runs(job);
    }
}
