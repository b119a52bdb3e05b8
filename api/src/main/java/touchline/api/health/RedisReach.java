package touchline.api.health;

import com.codahale.metrics.health.HealthCheck;
import java.time.Duration;
import java.util.function.LongSupplier;
import redis.clients.jedis.UnifiedJedis;

/**
 * Unhealthy once this node has not reached Redis for 30 s. A fail-over takes less, and must not take all nodes out of a load balancer at once: until then they answer
 * 503 with {@code Retry-After}. Thread-safe.
 */
final class RedisReach extends HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UnifiedJedis redis;
    private final LongSupplier nanos;
    private volatile long reachedNanos;

    RedisReach(UnifiedJedis redis, LongSupplier nanos) {
        this.redis = redis;
        this.nanos = nanos;
        this.reachedNanos = nanos.getAsLong();
    }

    @Override
    protected Result check() {
        try {
            redis.ping();
            reachedNanos = nanos.getAsLong();
            return Result.healthy();
        } catch (RuntimeException e) {
            Duration away = Duration.ofNanos(nanos.getAsLong() - reachedNanos);
            String words = "Redis is out of reach for " + away.toSeconds() + " s: " + e.getMessage();
            return away.compareTo(PATIENCE) < 0
                    ? Result.builder()
                            .healthy()
                            .withMessage(words.replace("%", ""))
                            .build()
                    : Result.builder()
                            .unhealthy()
                            .withMessage(words.replace("%", ""))
                            .build();
        }
    }
}
