package touchline.scheduler.watch;

import java.time.Instant;
import java.util.List;

/**
 * A node all of whose threads have been taken for a while, though work is due that it could do.
 *
 * @param since when the last thread was taken
 * @param due how many triggers of its jobs are due and waiting, and not held back
 * @param oldest when the first of them was due
 * @param held by which runs, the longest first
 */
public record ThreadStarvation(String node, int threads, Instant since, long due, Instant oldest, List<Hold> held) {
    public ThreadStarvation {
        held = List.copyOf(held);
    }

    /** A run that holds a thread. */
    public record Hold(long execution, String job, Instant firedAt) {}
}
