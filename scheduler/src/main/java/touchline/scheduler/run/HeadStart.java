package touchline.scheduler.run;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** One-shots are fired shortly before they are due, so that the commit of their start does not make them late. Their runs begin when they are due. */
public final class HeadStart {
    /** Longer than most commits take; an operator's pause in this time comes too late. */
    public static final Duration LENGTH = Duration.ofMillis(25);

    private HeadStart() {}

    /** Returns when a run is due. Waits no longer than the head start, as this node's clock may be set back meanwhile. */
    public static void awaitDue(Instant due) {
        long began = System.nanoTime();
        long left = left(due, began);
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = left(due, began);
        }
    }

    private static long left(Instant due, long began) {
        Duration untilDue = Duration.between(Instant.now(), due);
        if (untilDue.isNegative()) {
            return 0;
        }
        long longest = LENGTH.toNanos() - (System.nanoTime() - began);
        return untilDue.compareTo(LENGTH) > 0 ? longest : Math.min(untilDue.toNanos(), longest);
    }
}
