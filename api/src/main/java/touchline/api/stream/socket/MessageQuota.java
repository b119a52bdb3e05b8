package touchline.api.stream.socket;

import java.util.function.LongSupplier;

/** Limits the messages of one connection: a token bucket. Used by one thread at a time. */
final class MessageQuota {
    static final int BURST = 50;
    private static final long NANOS_EACH = 100_000_000;

    private final LongSupplier nanos;
    private long fullAt;

    MessageQuota(LongSupplier nanos) {
        this.nanos = nanos;
        this.fullAt = nanos.getAsLong();
    }

    /** Whether one more message is accepted now. */
    boolean take() {
        long now = nanos.getAsLong();
        long owed = Math.max(0, fullAt - now) + NANOS_EACH;
        if (owed > BURST * NANOS_EACH) {
            return false;
        }
        fullAt = now + owed;
        return true;
    }
}
