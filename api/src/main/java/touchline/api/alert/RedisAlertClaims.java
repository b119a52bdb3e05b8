package touchline.api.alert;

import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import touchline.market.key.Keys;
import touchline.scheduler.alert.Alerting;

/**
 * One node sends an alert while Postgres is out of reach: the one that sets its key in Redis. The key ends with the alert, or two minutes after the node has claimed it last: then it has
 * died, and another one sends the alert.
 */
final class RedisAlertClaims implements Alerting.Claims {
    private static final Duration LASTS = Duration.ofMinutes(2);

    /** So long were those of nodes of the version before. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final UnifiedJedis redis;
    private final String node;

    RedisAlertClaims(UnifiedJedis redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    @Override
    public boolean claim(String alert) {
        String key = Keys.outageAlert(alert);
        if (redis.set(key, node, lasting().nx()) != null) {
            return true;
        }
        long endsIn = redis.pttl(key);
        boolean isOfNobody = endsIn < 0 || endsIn > LONGEST.toMillis(); // it has ended meanwhile, or was overwritten
        if (!isOfNobody && !node.equals(redis.get(key))) {
            return false;
        }
        redis.set(key, node, lasting());
        return true;
    }

    @Override
    public void release(String alert) {
        String key = Keys.outageAlert(alert);
        if (node.equals(redis.get(key))) {
            redis.del(key);
        }
    }

    private static SetParams lasting() {
        return SetParams.setParams().px(LASTS.toMillis());
    }
}
