package touchline.bench.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.tomcat.jdbc.pool.DataSource;

/** One contender on a database of its own: the three things that are measured. */
final class Trial {
    private static final int WARM_UP = 500;
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** For the node to be up before the first shot is due. */
    private static final Duration LEAD = Duration.ofSeconds(3);

    private final Contender contender;
    private final BenchDatabase database;

    Trial(Contender contender, BenchDatabase database) {
        this.contender = contender;
        this.database = database;
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

    /** On nodes that have run some hundred jobs before. */
    Throughput throughput(Nodes nodes, int jobs) throws Exception {
        volley(nodes, WARM_UP);
        long before = database.commits();
        long micros = volley(nodes, jobs);
        double commits = database.commits() - before;
        return new Throughput((jobs - 1) * 1e6 / micros, nodes.runs().extra(), commits / jobs);
    }

    /** Microseconds between the first and the last run. */
    private long volley(Nodes nodes, int jobs) throws Exception {
        store(Shot.volley(jobs, Instant.now()));
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitShots(jobs, PATIENCE);
        nodes.stop();
        List<Long> times =
                nodes.runs().all().stream().map(Runs.Run::micros).sorted().toList();
        return times.get(times.size() - 1) - times.get(0);
    }

    Lateness lateness(Nodes nodes, int seconds) throws Exception {
        Instant first = Instant.now().plus(LEAD);
        List<Shot> shots = Shot.salvo(seconds * PER_SECOND, PER_SECOND, first);
        store(shots);
        nodes.runs().clear();
        nodes.start();
        nodes.runs().awaitShots(shots.size(), PATIENCE);
        nodes.stop();
        List<Long> late = nodes.runs().all().stream()
                .map(run -> run.micros() - Clock.micros(shots.get(run.number()).at()))
                .sorted()
                .toList();
        return new Lateness(late.get(late.size() / 2) / 1e3, late.get(late.size() * 99 / 100) / 1e3);
    }

    /** Seconds from the death of a node within a job to that job's beginning on the node that is left. */
    double failOver() throws Exception {
        Runs runs = new Runs();
        try (NodeProcess doomed = NodeProcess.launch(contender, database, true, runs);
                NodeProcess survivor = NodeProcess.launch(contender, database, false, runs)) {
            store(List.of(new Shot(0, Instant.now())));
            doomed.order("start doomed");
            doomed.awaitAnswer("started");
            runs.awaitRuns(1, PATIENCE);
            survivor.order("start survivor");
            survivor.awaitAnswer("started");
            // Let it be a node like any other first, past whatever it does when it starts.
            Thread.sleep(LEAD.toMillis());
            long killed = Clock.micros();
            doomed.kill();
            runs.awaitRuns(2, PATIENCE);
            return (runs.all().get(1).micros() - killed) / 1e6;
        }
    }

    void prepare() throws Exception {
        DataSource pool = database.pool();
        try {
            contender.prepare(pool);
        } finally {
            pool.close(true);
        }
    }

    private void store(List<Shot> shots) throws Exception {
        DataSource pool = database.pool();
        try {
            contender.store(pool, shots);
        } finally {
            pool.close(true);
        }
    }
}
