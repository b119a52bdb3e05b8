package touchline.market.stopwatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import touchline.market.lease.Lease;

/** Renews a lease every second, however busy the StopWatch is. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Thread thread;

    private LeaseKeeper(Thread thread) {
        this.thread = thread;
    }

    static LeaseKeeper start(Lease lease) {
        Thread thread = new Thread(() -> keep(lease), "stopwatch-lease");
        thread.setDaemon(true);
        thread.start();
        return new LeaseKeeper(thread);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static void keep(Lease lease) {
        try {
            while (true) {
                Thread.sleep(1_000);
                try {
                    lease.renew();
                } catch (RuntimeException | Error unreachable) {
                    LOG.warn("could not renew {}: {}", lease.fence().lease(), unreachable.toString());
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
