package touchline.api.limit;

import java.time.Duration;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.script.LuaScript;
import touchline.market.script.Reply;

/**
 * Counts in Redis for all nodes: for writes, whose limit must hold for the cluster. Without Redis every request is refused, but then
 * what it guards would not work either. Thread-safe.
 */
final class ClusterLimiter implements Limiter {
    private static final LuaScript TAKE = LuaScript.beside(ClusterLimiter.class, "rate_take");

    private final UnifiedJedis redis;
    private final String name;
    private final Quota quota;

    ClusterLimiter(UnifiedJedis redis, String name, Quota quota) {
        this.redis = redis;
        this.name = name;
        this.quota = quota;
    }

    @Override
    public LimitDecision take(String who) {
        Reply reply = TAKE.run(
                redis,
                List.of("limit:" + name + ":" + who),
                List.of(
                        Long.toString(quota.nanosEach() / 1_000),
                        Integer.toString(quota.requests()),
                        Long.toString(quota.window().toMillis() + 1_000)));
        return LimitDecision.of(
                reply.is("taken"),
                quota,
                Duration.ofNanos(reply.number(1) * 1_000).toNanos());
    }
}
