package touchline.sandbox.chaos.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for conditions of the cluster. */
public final class Patience {
    private static final long POLL_MILLIS = 200; // each poll may open connections, which cost a server a fork

    private Patience() {}

    /** A condition; an exception means no. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Waits until a condition holds.
     *
     * @throws IOException if it doesn't hold in time
     */
    public static void await(String what, Duration atMost, Condition condition)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException interrupted) {
                throw interrupted;
            } catch (Exception notYet) {
                last = notYet;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new IOException(what + ": not within " + atMost.toSeconds() + " s", last);
    }
}
