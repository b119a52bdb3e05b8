package touchline.bench.jobs;

import java.io.PrintStream;
import java.util.List;
import touchline.bench.Figures;
import touchline.bench.jobs.Results.Measure;
import touchline.bench.jobs.contender.Contender;
import touchline.stores.Stores;

/** {@code touchline bench jobs}: runs the trials of all contenders in turn and prints a report. */
public final class JobsBench {
    public static final String USAGE = JobsOptions.USAGE;

    private static final int LATENESS_SECONDS = 10;
    private static final int QUICK_LATENESS_SECONDS = 3;

    private final JobsOptions options;
    private final Results results = new Results();

    private JobsBench(JobsOptions options) {
        this.options = options;
    }

    /**
     * Creates a benchmark from its options.
     *
     * @throws IllegalArgumentException if an option is invalid
     */
    public static JobsBench of(List<String> options, boolean quick) {
        return new JobsBench(JobsOptions.of(options, quick));
    }

    /** Takes some minutes. A contender that fails a trial has no figure; the reason is printed to the standard error. */
    public Figures run(Stores stores, PrintStream out) throws Exception {
        BenchDatabase server = BenchDatabase.of(stores);
        if (!options.quick()) {
            System.err.println("fail-over");
            new FailOvers(server, results).run(options.contenders());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Contender contender : options.contenders()) {
                System.err.println("round " + round + " of " + options.rounds() + ": " + contender.name());
                try {
                    measure(contender, server, round);
                } catch (IllegalStateException failed) {
                    System.err.println(contender.name() + ": " + failed.getMessage());
                }
            }
        }
        new JobsReport(options, results, out).print(server);
        return figures();
    }

    private Figures figures() {
        Figures figures = new Figures();
        for (Contender contender : options.contenders()) {
            results.addTo(figures, contender);
        }
        return figures;
    }

    private void measure(Contender contender, BenchDatabase server, int round) throws Exception {
        String name = "bench_" + contender.name().replace('-', '_') + "_" + round;
        BenchDatabase database = server.create(name);
        try {
            Trial trial = new Trial(contender, database);
            trial.prepare();
            try (BenchNodes one = new BenchNodes(contender, database, 1)) {
                add(contender, Measure.ONE_NODE, trial.throughput(one, options.jobs()));
                if (round == 1) {
                    Trial.Lateness lateness =
                            trial.lateness(one, options.quick() ? QUICK_LATENESS_SECONDS : LATENESS_SECONDS);
                    results.add(contender, Measure.P50, lateness.p50());
                    results.add(contender, Measure.P99, lateness.p99());
                }
            }
            try (BenchNodes two = new BenchNodes(contender, database, 2)) {
                add(contender, Measure.TWO_NODES, trial.throughput(two, options.jobs()));
            }
        } finally {
            server.drop(name);
        }
    }

    private void add(Contender contender, Measure nodes, Trial.Throughput throughput) {
        results.add(contender, nodes, throughput.perSecond());
        System.err.printf(
                "  %s: %.0f jobs/s, %.2f commits a job%n", nodes, throughput.perSecond(), throughput.commits());
        results.add(contender, Measure.EXTRA, throughput.extra());
        if (nodes == Measure.ONE_NODE) {
            results.add(contender, Measure.COMMITS, throughput.commits());
        }
    }
}
