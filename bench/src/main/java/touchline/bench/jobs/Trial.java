package touchline.bench.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One contender on a database of its own: throughput and lateness. */
final class Trial {
    private static final int WARM_UP = 500;
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** For the node to be up before the first shot is due. */
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
     * How fast a store full of jobs that are due was emptied.
     *
     * @param perSecond between the first run and the last
     * @param extra runs beyond one a job
     * @param commits transactions a job
     */
    record Throughput(double perSecond, int extra, double commits) {}

    /** How late runs began, in milliseconds. */
    record Lateness(double p50, double p99) {}

    /** On nodes that have run some hundred jobs before; a fast one needs more than that until it is compiled. */
    Throughput throughput(BenchNodes nodes, int jobs) throws Exception {
        if (volley(nodes, WARM_UP) < 1_000_000) {
            volley(nodes, jobs);
        }
        long before = database.commits();
        long micros = volley(nodes, jobs);
        double commits = database.commits() - before;
        return new Throughput((jobs - 1) * 1e6 / micros, nodes.runs().extra(), commits / jobs);
    }

    /** Microseconds between the first and the last run. */
    private long volley(BenchNodes nodes, int jobs) throws Exception {
        store.store(OneShot.volley(jobs, Instant.now()));
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitShots(jobs, PATIENCE);
        nodes.stop();
        List<Long> times =
                nodes.runs().all().stream().map(Runs.Run::micros).sorted().toList();
        return times.get(times.size() - 1) - times.get(0);
    }

    Lateness lateness(BenchNodes nodes, int seconds) throws Exception {
        Instant first = Instant.now().plus(LEAD);
        List<OneShot> shots = OneShot.salvo(seconds * PER_SECOND, PER_SECOND, first);
        store.store(shots);
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitShots(shots.size(), PATIENCE);
        nodes.stop();
        List<Long> late = nodes.runs().all().stream()
                .map(run -> run.micros()
                        - Microseconds.micros(shots.get(run.number()).at()))
                .sorted()
                .toList();
        return new Lateness(late.get(late.size() / 2) / 1e3, late.get(late.size() * 99 / 100) / 1e3);
    }
}
