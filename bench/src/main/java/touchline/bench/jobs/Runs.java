package touchline.bench.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the nodes of one contender said that they ran. */
final class Runs {
    private final List<Run> runs = new ArrayList<>();
    private final BitSet seen = new BitSet();

    /** When, in microseconds since 1970, which shot began. */
    record Run(int number, long micros) {}

    synchronized void add(Run run) {
        runs.add(run);
        seen.set(run.number());
        notifyAll();
    }

    /**
     * Waits for so many different shots.
     *
     * @throws IllegalStateException if they don't come in time
     */
    synchronized void awaitShots(int count, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (seen.cardinality() < count) {
            waitUntil(deadline, seen.cardinality() + " of " + count + " jobs ran in " + patience.toSeconds() + " s");
        }
    }

    /**
     * Waits for so many runs, of whichever shots.
     *
     * @throws IllegalStateException if they don't come in time
     */
    synchronized void awaitRuns(int count, Duration patience) throws InterruptedException {
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

    synchronized List<Run> all() {
        return List.copyOf(runs);
    }

    /** Runs beyond the first of a shot. */
    synchronized int extra() {
        return runs.size() - seen.cardinality();
    }

    synchronized void clear() {
        runs.clear();
        seen.clear();
    }
}
