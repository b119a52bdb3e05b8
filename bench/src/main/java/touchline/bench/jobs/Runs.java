package touchline.bench.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The runs that the nodes of a contender reported. Thread-safe. */
final class Runs {
    private final List<Run> runs = new ArrayList<>();
    private final BitSet seen = new BitSet();

    /** One run; {@code micros} is its start in microseconds since 1970. */
    record Run(int number, long micros) {}

    synchronized void add(Run run) {
        runs.add(run);
        seen.set(run.number());
        notifyAll();
    }

    /**
     * Waits for a number of different jobs.
     *
     * @throws IllegalStateException after the time-out
     */
    public synchronized void awaitJobs(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (seen.cardinality() < count) {
            waitUntil(deadline, seen.cardinality() + " of " + count + " jobs ran in " + patience.toSeconds() + " s");
        }
    }

    /**
     * Waits for a number of runs, including repeated ones.
     *
     * @throws IllegalStateException after the time-out
     */
    public synchronized void awaitRuns(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (runs.size() < count) {
            waitUntil(deadline, "no run in " + patience.toSeconds() + " s");
        }
    }

    private void waitUntil(long deadline, String otherwise) throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new IllegalStateException(otherwise);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
    }

    public synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    /** The number of repeated runs. */
    public synchronized int repeated() {
        return runs.size() - seen.cardinality();
    }

    public synchronized void clear() {
        runs.clear();
        seen.clear();
    }
}
