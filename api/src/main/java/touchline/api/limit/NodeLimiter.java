package touchline.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Counts on this node alone, in memory: for what is cheap and frequent, where a way to Redis would cost more than the request. Bounded: of more callers than it can
 * remember it forgets those idle for long. Thread-safe.
 */
final class NodeLimiter implements Limiter {
    private static final int MOST_CALLERS = 100_000;

    private final Quota quota;
    private final LongSupplier nanos;
    private final Cache<String, AtomicLong> wholeAgainAt;

    NodeLimiter(Quota quota, LongSupplier nanos) {
        this.quota = quota;
        this.nanos = nanos;
        this.wholeAgainAt = Caffeine.newBuilder()
                .maximumSize(MOST_CALLERS)
                .expireAfterAccess(quota.window().plusSeconds(1))
                .build();
    }

    @Override
    public LimitDecision take(String who) {
        long each = quota.nanosEach();
        long now = nanos.getAsLong();
        AtomicLong kept = wholeAgainAt.get(who, any -> new AtomicLong(now));
        while (true) {
            long before = kept.get();
            long owed = Math.max(0, before - now);
            if (owed + each > each * quota.requests()) {
                return LimitDecision.of(false, quota, owed);
            }
            if (kept.compareAndSet(before, now + owed + each)) {
                return LimitDecision.of(true, quota, owed + each);
            }
        }
    }
}
