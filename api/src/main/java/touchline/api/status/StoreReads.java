package touchline.api.status;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import touchline.market.outage.StoreOutage;

/** The readings of one answer. Once one has found Redis out of reach the others are left out: each would wait for its time-out again. Not thread-safe. */
final class StoreReads {
    private boolean isRedisGone;

    /** Null if a store is unreachable: the rest of the status is still answered. Every reading needs Redis. */
    <T> @Nullable T known(Supplier<T> reading) {
        if (isRedisGone) {
            return null;
        }
        try {
            return reading.get();
        } catch (RuntimeException e) {
            StoreOutage outage = StoreOutage.of(e).orElseThrow(() -> e);
            isRedisGone = outage.isRedisSilent();
            return null;
        }
    }

    boolean isRedisGone() {
        return isRedisGone;
    }
}
