package touchline.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.job.JobReport;
import touchline.scheduler.job.Schedule;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.metric.JobMetrics;
import touchline.scheduler.run.RunListener;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
final class RunListenerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Quartz' own listeners leave an exclusive job blocked for good when they throw. */
    @Test
    void aListenerThatFailsHurtsNoRunAndMetricsCountEachOfThem(TestStores stores) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        JobDefinition job = JobDefinition.named(JobName.of("test/beating"))
                .on(new Schedule.Every(Duration.ofMillis(200)))
                .exclusively()
                .runs(run -> {
                    if (runs.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("every other time");
                    }
                    return JobReport.done();
                });
        JobPlatform node = Cluster.node(stores.dataSource(), "listening", job);
        PrometheusRegistry registry = new PrometheusRegistry();
        node.listen(new Thrower());
        node.listen(new JobMetrics(registry, node.catalogue(), 5));
        Cluster cluster = new Cluster(stores);
        node.start();
        try {
            await().atMost(SOON).until(() -> runs.get() >= 6);
        } finally {
            node.stop();
        }
        long succeeded = cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'SUCCEEDED'");
        long failed = cluster.count("SELECT count(*) FROM job_executions WHERE outcome = 'FAILED'");
        assertThat(succeeded + failed).isEqualTo(runs.get());
        assertThat(ended(registry, "SUCCEEDED")).isEqualTo(succeeded);
        assertThat(ended(registry, "FAILED")).isEqualTo(failed);
        assertThat(observed(registry, "touchline_job_lateness_seconds")).isEqualTo(runs.get());
        assertThat(observed(registry, "touchline_job_run_seconds")).isEqualTo(runs.get());
        GaugeSnapshot busy = (GaugeSnapshot)
                registry.scrape("touchline_job_threads_busy"::equals).get(0);
        assertThat(busy.getDataPoints().get(0).getValue()).isZero();
    }

    @Test
    void aRunThatStandsForManyTimesIsCountedAsSuch(TestStores stores) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        JobDefinition slow = JobDefinition.named(JobName.of("test/beating"))
                .on(new Schedule.Every(Duration.ofMillis(100)))
                .exclusively()
                .runs(run -> {
                    if (runs.incrementAndGet() == 1) {
                        await().pollDelay(Duration.ofMillis(700)).until(() -> true);
                    }
                    return JobReport.done();
                });
        JobPlatform node = Cluster.node(stores.dataSource(), "slow", slow);
        PrometheusRegistry registry = new PrometheusRegistry();
        node.listen(new JobMetrics(registry, node.catalogue(), 5));
        node.start();
        try {
            await().atMost(SOON).until(() -> {
                CounterSnapshot skipped = (CounterSnapshot)
                        registry.scrape("touchline_job_times_skipped"::equals).get(0);
                return skipped.getDataPoints().get(0).getValue() >= 1;
            });
        } finally {
            node.stop();
        }
    }

    private static long ended(PrometheusRegistry registry, String outcome) {
        CounterSnapshot ended =
                (CounterSnapshot) registry.scrape("touchline_job_runs"::equals).get(0);
        return ended.getDataPoints().stream()
                .filter(point -> outcome.equals(point.getLabels().get("outcome")))
                .mapToLong(point -> Math.round(point.getValue()))
                .sum();
    }

    private static long observed(PrometheusRegistry registry, String name) {
        HistogramSnapshot histogram =
                (HistogramSnapshot) registry.scrape(name::equals).get(0);
        return histogram.getDataPoints().get(0).getCount();
    }

    private static final class Thrower implements RunListener {
        @Override
        public void began(JobName job, Duration late) {
            throw new IllegalStateException("made up");
        }

        @Override
        public void ended(JobName job, RunOutcome outcome, Duration took) {
            throw new AssertionError("made up");
        }

        @Override
        public void skipped(JobName job) {
            throw new IllegalStateException("made up");
        }

        @Override
        public void acquired(int triggers) {
            throw new IllegalStateException("made up");
        }
    }
}
