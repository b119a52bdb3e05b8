package touchline.market.store;

import java.util.concurrent.ThreadLocalRandom;

/** The time between two attempts to connect: long enough for a node that can connect to go first, and different on each node. */
public final class RetryDelay {
    private static final int SHORTEST_MILLIS = 500;
    private static final int JITTER_MILLIS = 500;

    private RetryDelay() {}

    /** Sleeps from half a second to a second. */
    public static void sleep() throws InterruptedException {
        Thread.sleep(SHORTEST_MILLIS + ThreadLocalRandom.current().nextInt(JITTER_MILLIS));
    }
}
