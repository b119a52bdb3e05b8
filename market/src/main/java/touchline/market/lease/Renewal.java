package touchline.market.lease;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease every third of its time to live, until closed or until it is lost, however busy its holder is. */
public final class Renewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);

    private final Thread thread;

    private Renewal(Thread thread) {
        this.thread = thread;
    }

    public static Renewal of(Lease lease) {
        Thread thread = new Thread(() -> renew(lease), lease.token().lease() + "-renewal");
        thread.setDaemon(true);
        thread.start();
        return new Renewal(thread);
    }

    /** Renews it no more, so that it can be given back: no renewal is under way when this returns, unless Redis takes seconds over it. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void renew(Lease lease) {
        try {
            boolean held = true;
            while (held) {
                Thread.sleep(lease.timeToLive().toMillis() / 3);
                try {
                    held = lease.renew();
                } catch (RuntimeException | Error unreachable) {
                    LOG.warn("could not renew {}: {}", lease.token().lease(), unreachable.toString());
                }
            }
            LOG.warn("{} has another holder", lease.token().lease());
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
