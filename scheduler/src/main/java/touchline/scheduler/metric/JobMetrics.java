package touchline.scheduler.metric;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import touchline.scheduler.job.JobCatalogue;
import touchline.scheduler.job.JobDefinition;
import touchline.scheduler.job.JobName;
import touchline.scheduler.ledger.RunOutcome;
import touchline.scheduler.run.RunListener;

/** Counts the runs of this node. Thread-safe. */
public final class JobMetrics implements RunListener {
    private static final Set<RunOutcome> ENDS =
            EnumSet.complementOf(EnumSet.of(RunOutcome.QUEUED, RunOutcome.RUNNING, RunOutcome.LOST));

    private final Counter started;
    private final Counter ended;
    private final Counter skipped;
    private final Gauge going;
    private final Gauge busy;
    private final Histogram took;
    private final Histogram late;
    private final Histogram acquired;

    /** Registers them, at zero for each job of the catalogue. */
    public JobMetrics(PrometheusRegistry registry, JobCatalogue catalogue, int threads) {
        started = Counter.builder()
                .name("touchline_job_runs_started_total")
                .help("Runs that have begun on this node")
                .labelNames("job_name")
                .register(registry);
        ended = Counter.builder()
                .name("touchline_job_runs_total")
                .help("Runs that have ended on this node")
                .labelNames("job_name", "outcome")
                .register(registry);
        skipped = Counter.builder()
                .name("touchline_job_times_skipped_total")
                .help("Runs of this node that also covered later times, which had already passed")
                .labelNames("job_name")
                .register(registry);
        going = Gauge.builder()
                .name("touchline_job_runs_going")
                .help("Runs that go on on this node")
                .labelNames("job_name")
                .register(registry);
        took = Histogram.builder()
                .name("touchline_job_run_seconds")
                .help("How long runs took")
                .labelNames("job_name")
                .classicOnly()
                .classicUpperBounds(0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
                .register(registry);
        late = Histogram.builder()
                .name("touchline_job_lateness_seconds")
                .help("How long after their time runs began")
                .labelNames("job_name")
                .classicOnly()
                .classicUpperBounds(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60)
                .register(registry);
        Gauge size = Gauge.builder()
                .name("touchline_job_threads")
                .help("Runs that this node can do at once")
                .register(registry);
        size.set(threads);
        busy = Gauge.builder()
                .name("touchline_job_threads_busy")
                .help("Runs that are executing on this node")
                .register(registry);
        acquired = Histogram.builder()
                .name("touchline_scheduler_acquired_triggers")
                .help("How many triggers this node took at a time, to fire them")
                .classicOnly()
                .classicUpperBounds(1, 2, 5, 10, 20, 50)
                .register(registry);
        catalogue.all().stream().map(JobDefinition::name).forEach(this::atZero);
    }

    @Override
    public void began(JobName job, Duration after) {
        String name = job.toString();
        started.labelValues(name).inc();
        going.labelValues(name).inc();
        busy.inc();
        late.labelValues(name).observe(Math.max(0, seconds(after)));
    }

    @Override
    public void ended(JobName job, RunOutcome outcome, Duration duration) {
        String name = job.toString();
        ended.labelValues(name, outcome.name()).inc();
        going.labelValues(name).dec();
        busy.dec();
        took.labelValues(name).observe(seconds(duration));
    }

    @Override
    public void skipped(JobName job) {
        skipped.labelValues(job.toString()).inc();
    }

    @Override
    public void acquired(int triggers) {
        acquired.observe(triggers);
    }

    /** So that the first failure is an increase. */
    private void atZero(JobName job) {
        String name = job.toString();
        started.initLabelValues(name);
        skipped.initLabelValues(name);
        going.initLabelValues(name);
        took.initLabelValues(name);
        late.initLabelValues(name);
        ENDS.forEach(outcome -> ended.initLabelValues(name, outcome.name()));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
