package touchline.bench.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import touchline.bench.jobs.contender.Contender;
import touchline.bench.jobs.contender.OneShot;

/** Two nodes of a contender, one of them in a job that never ends. Mostly waits, so several can be in progress at once. */
final class FailOver implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Runs runs = new Runs();
    private final BenchNodeProcess first;
    private final BenchNodeProcess survivor;
    private long killed;

    FailOver(Contender contender, BenchDatabase database) throws Exception {
        BenchStore store = new BenchStore(contender, database);
        store.prepare();
        store.store(List.of(new OneShot(0, Instant.now())));
        first = BenchNodeProcess.launch(contender, database, true, runs);
        survivor = BenchNodeProcess.launch(contender, database, false, runs);
    }

    /** Waits until one node is in the job and the other is running. */
    void begin() throws InterruptedException {
        first.send("start first");
        first.awaitAnswer("started");
        runs.awaitRuns(1, PATIENCE);
        survivor.send("start survivor");
        survivor.awaitAnswer("started");
    }

    void kill() {
        killed = Microseconds.now();
        first.kill();
    }

    /**
     * Seconds from the death to the job's beginning on the node that is left.
     *
     * @throws IllegalStateException if it doesn't begin, or began before
     */
    double seconds() throws InterruptedException {
        runs.awaitRuns(2, PATIENCE);
        long micros = runs.all().get(1).micros() - killed;
        if (micros < 0) {
            throw new IllegalStateException("the job was taken up before its node was killed");
        }
        return micros / 1e6;
    }

    @Override
    public void close() {
        first.close();
        survivor.close();
    }
}
