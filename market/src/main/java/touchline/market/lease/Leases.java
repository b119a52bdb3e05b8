package touchline.market.lease;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.key.Keys;
import touchline.market.script.LuaScript;

/** Leases in Redis, with fencing tokens from Postgres, so that tokens go on growing when Redis is lost. Thread-safe. */
public final class Leases {
    static final LuaScript ACQUIRE = LuaScript.beside(Leases.class, "lease_acquire");
    static final LuaScript RELEASE = LuaScript.beside(Leases.class, "lease_release");
    private static final LuaScript SHORTEN = LuaScript.beside(Leases.class, "lease_shorten");

    /** Redis' answer to PTTL where there is no such key. */
    private static final long GONE = -2;

    /** Its answer where the key has no end. */
    private static final long ENDLESS = -1;

    private final UnifiedJedis redis;
    private final FencingTokenRepository tokens;
    private final String holder;

    /**
     * Leases for one node.
     *
     * @param holder names the node; without {@code :}
     */
    public Leases(UnifiedJedis redis, Jdbi jdbi, String holder) {
        this.redis = redis;
        this.tokens = new FencingTokenRepository(jdbi);
        this.holder = holder;
    }

    /**
     * Takes a lease if it is free.
     *
     * @param name as in {@code lease:stop-watcher}
     * @param timeToLive after which it is anybody's unless renewed
     */
    public Optional<Lease> acquire(String name, Duration timeToLive) {
        long left = redis.pttl(name);
        if (left == ENDLESS || left > timeToLive.toMillis()) {
            SHORTEN.run(redis, keys(name), List.of(Long.toString(timeToLive.toMillis())));
        }
        if (left != GONE) {
            return Optional.empty(); // spares a token
        }
        long token = tokens.next();
        String fence = redis.get(Keys.fence(name));
        if (fence != null && token <= Long.parseLong(fence)) {
            token = tokens.above(Long.parseLong(fence));
        }
        Lease lease = new Lease(redis, holder, new LeaseToken(name, token), timeToLive);
        return lease.renew() ? Optional.of(lease) : Optional.empty();
    }

    /** Who holds a lease, as {@code holder:token}. */
    public Optional<String> holder(String name) {
        return Optional.ofNullable(redis.get(name));
    }

    static List<String> keys(String name) {
        return List.of(name, Keys.fence(name));
    }
}
