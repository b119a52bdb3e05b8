package touchline.sandbox.chaos.fault;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import touchline.stores.clock.ServerClock;

/** A clock of a server that jumps by an hour, ahead or behind, and back again. */
final class ClockFault {
    private ClockFault() {}

    static void inject(ServerClock clock, Random random) throws IOException, InterruptedException {
        clock.set(Duration.ofHours(random.nextBoolean() ? 1 : -1));
        Pause.between(random, 3_000, 6_000);
        clock.set(Duration.ZERO);
        Pause.between(random, 1_500, 2_500); // until its processes have noticed
    }
}
