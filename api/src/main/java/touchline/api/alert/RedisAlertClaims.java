package touchline.api.alert;

import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.SetParams;
import touchline.market.key.Keys;
import touchline.scheduler.alert.Alerting;

/** One node sends an alert while Postgres is out of reach: the one that sets its key in Redis. The key ends with the alert, or after an hour. */
final class RedisAlertClaims implements Alerting.Claims {
    private static final Duration LONGEST = Duration.ofHours(1);

    private final UnifiedJedis redis;
    private final String node;

    RedisAlertClaims(UnifiedJedis redis, String node) {
        this.redis = redis;
        this.node = node;
    }

    @Override
    public boolean claim(String alert) {
        return redis.set(
                        Keys.outageAlert(alert),
                        node,
                        SetParams.setParams().nx().px(LONGEST.toMillis()))
                != null;
    }

    @Override
    public void release(String alert) {
        redis.del(Keys.outageAlert(alert));
    }
}
