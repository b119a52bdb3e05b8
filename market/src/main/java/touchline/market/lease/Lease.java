package touchline.market.lease;

import java.time.Duration;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A lease once taken. Whether it is still held is judged by this node's own clock from before the last renewal was asked for, so that a
 * Redis out of reach can't make it seem held for longer than it is. Thread-safe.
 */
public final class Lease implements AutoCloseable {
    private final UnifiedJedis redis;
    private final String holder;
    private final LeaseToken token;
    private final Duration timeToLive;
    private volatile long heldUntilNanos = System.nanoTime();

    Lease(UnifiedJedis redis, String holder, LeaseToken token, Duration timeToLive) {
        this.redis = redis;
        this.holder = holder;
        this.token = token;
        this.timeToLive = timeToLive;
    }

    public LeaseToken token() {
        return token;
    }

    /** Who holds it while it is held, as Redis has it: {@code holder:token}. */
    public String holder() {
        return holder + ":" + token.value();
    }

    /** Whether it is surely still ours. */
    public boolean isHeld() {
        return System.nanoTime() - heldUntilNanos < 0;
    }

    /** Renews it; false if another holder has it or had it since. */
    public boolean renew() {
        long asked = System.nanoTime();
        boolean held = Leases.ACQUIRE
                .run(
                        redis,
                        Leases.keys(token.lease()),
                        List.of(holder, Long.toString(token.value()), Long.toString(timeToLive.toMillis())))
                .is("held");
        heldUntilNanos = held ? asked + timeToLive.toNanos() : asked;
        return held;
    }

    Duration timeToLive() {
        return timeToLive;
    }

    /** Releases it, so that the next holder need not wait for it to expire. */
    @Override
    public void close() {
        heldUntilNanos = System.nanoTime();
        try {
            Leases.RELEASE.run(redis, List.of(token.lease()), List.of(holder, Long.toString(token.value())));
        } catch (JedisException unreachable) {
            // it runs out by itself
        }
    }
}
