package touchline.api.stream.socket;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Limits the messages of one connection by a token bucket of its own, and by that of its address. Used by one thread at a time. */
final class MessageQuota {
    static final int BURST = 50;
    private static final long NANOS_EACH = 100_000_000;

    private final LongSupplier nanos;
    private final BooleanSupplier requestsOfAddress;
    private long fullAt;

    /**
     * A full bucket.
     *
     * @param requestsOfAddress charges the address one more request, and says whether it is allowed
     */
    MessageQuota(LongSupplier nanos, BooleanSupplier requestsOfAddress) {
        this.nanos = nanos;
        this.requestsOfAddress = requestsOfAddress;
        this.fullAt = nanos.getAsLong();
    }

    /** Charges one more message; null if it is allowed, otherwise why the connection ends. */
    @Nullable
    CloseCode refusal() {
        long now = nanos.getAsLong();
        long owed = Math.max(0, fullAt - now) + NANOS_EACH;
        if (owed > BURST * NANOS_EACH) {
            return CloseCode.TOO_MANY_MESSAGES;
        }
        fullAt = now + owed;
        return requestsOfAddress.getAsBoolean() ? null : CloseCode.TOO_MANY_OF_ADDRESS;
    }
}
