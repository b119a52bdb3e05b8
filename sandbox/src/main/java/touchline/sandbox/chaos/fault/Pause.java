package touchline.sandbox.chaos.fault;

import java.util.Random;
import java.util.concurrent.TimeUnit;

/** How long a fault lasts. */
final class Pause {
    private Pause() {}

    /** Sleeps for a time between two bounds. */
    static void between(Random random, int leastMillis, int mostMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(leastMillis + random.nextInt(mostMillis - leastMillis + 1));
    }
}
