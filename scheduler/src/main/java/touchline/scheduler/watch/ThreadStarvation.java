package touchline.scheduler.watch;

import java.time.Instant;
import java.util.List;

/**
 * A node without a free thread although work is due.
 *
 * @param since when its last thread was taken
 * @param due how many triggers of its jobs are due and not paused
 * @param oldest when the first of them was due
 * @param held the runs that hold its threads, the longest first
 */
public record ThreadStarvation(String node, int threads, Instant since, long due, Instant oldest, List<Hold> held) {
    public ThreadStarvation {
        held = List.copyOf(held);
    }

    /** A run that holds a thread. */
    public record Hold(long execution, String job, Instant firedAt) {}
}
