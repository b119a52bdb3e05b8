package touchline.scheduler.store;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The ids of a node's firings. Quartz counts them from the time at which the process started. A process that fires more than one run a millisecond is ahead of the
 * clock, so the next one of the same name would use its ids again, and the history has each id once. Thread-safe.
 */
final class FiringIds {
    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    /** Ids that no other object gives, also not for the same node. */
    FiringIds(String node) {
        this.prefix = node + "-" + Long.toUnsignedString(new SecureRandom().nextLong(), Character.MAX_RADIX) + "-";
    }

    String next() {
        return prefix + last.incrementAndGet();
    }
}
