package touchline.bench.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import touchline.bench.BenchPace;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.OneShot;

/** Measures throughput and lateness of one contender on its own database. */
final class Trial {
    private static final int WARM_UP = 500;
    private static final int MOST_WARM_UPS = 6;
    private static final long SLOW_MICROS = 1_000_000;
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** So that the node runs before the first job is due. */
    private static final Duration LEAD = Duration.ofSeconds(2);

    private final BenchDatabase database;
    private final BenchStore store;

    Trial(Contender contender, BenchDatabase database) {
        this.database = database;
        this.store = new BenchStore(contender, database);
    }

    void prepare() throws Exception {
        store.prepare();
    }

    /**
     * The throughput of due jobs.
     *
     * @param perSecond between the first run and the last
     * @param extra repeated runs
     * @param commits transactions per job
     */
    record Throughput(double perSecond, int extra, double commits) {}

    /** The lateness of runs, in milliseconds. */
    record Lateness(double p50, double p99) {}

    /** Warms up with some hundred jobs first; a fast contender needs more until it is compiled. */
    Throughput throughput(BenchNodes nodes, int jobs) throws Exception {
        warmUp(nodes, jobs);
        long before = database.commits();
        long micros = runAll(nodes, jobs);
        double commits = database.commits() - before;
        return new Throughput((jobs - 1) * 1e6 / micros, nodes.runs().repeated(), commits / jobs);
    }

    /** Until two rounds in turn agree. Slow contenders run fewer jobs in a round. */
    private void warmUp(BenchNodes nodes, int jobs) throws Exception {
        int round = runAll(nodes, WARM_UP) < SLOW_MICROS ? jobs : WARM_UP;
        double before = 0;
        for (int rounds = 0; rounds < MOST_WARM_UPS; rounds++) {
            double rate = round * 1e6 / runAll(nodes, round);
            if (BenchPace.agree(before, rate)) {
                return;
            }
            before = rate;
        }
    }

    /** Microseconds between the first and the last run. */
    private long runAll(BenchNodes nodes, int jobs) throws Exception {
        store.store(OneShot.allDue(jobs, Instant.now()));
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitJobs(jobs, PATIENCE);
        nodes.stop();
        List<Long> times =
                nodes.runs().all().stream().map(Runs.Run::micros).sorted().toList();
        return times.get(times.size() - 1) - times.get(0);
    }

    Lateness lateness(BenchNodes nodes, int seconds) throws Exception {
        // Stores keep milliseconds: the rest would count as early.
        Instant first = Instant.now().plus(LEAD).truncatedTo(ChronoUnit.MILLIS);
        List<OneShot> shots = OneShot.atRate(seconds * PER_SECOND, PER_SECOND, first);
        store.store(shots);
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitJobs(shots.size(), PATIENCE);
        nodes.stop();
        List<Long> late = nodes.runs().all().stream()
                .map(run ->
                        run.micros() - Microseconds.of(shots.get(run.number()).at()))
                .sorted()
                .toList();
        return new Lateness(late.get(late.size() / 2) / 1e3, late.get(late.size() * 99 / 100) / 1e3);
    }
}
