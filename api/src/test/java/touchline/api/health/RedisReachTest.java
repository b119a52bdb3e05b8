package touchline.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.FaultProxy;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

@ExtendWith(StoresExtension.class)
class RedisReachTest {
    @Test
    @SuppressWarnings("try") // the proxy is closed before Redis is asked for the last time
    void aNodeIsNotReadyOnceItHasMissedRedisForLongerThanAFailOverTakes(TestStores stores) {
        AtomicLong nanos = new AtomicLong();
        try (FaultProxy proxy = FaultProxy.to(stores.redisUrl());
                RedisClient redis = RedisClient.create(proxy.url(stores.redisUrl()))) {
            RedisReach reach = new RedisReach(redis, nanos::get);
            assertThat(reach.check().isHealthy()).isTrue();
            proxy.close();

            nanos.addAndGet(Duration.ofSeconds(29).toNanos());
            assertThat(reach.check().isHealthy()).isTrue();
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(reach.check().isHealthy()).isFalse();
            assertThat(reach.check().getMessage()).contains("Redis is out of reach for 31 s");
        }
    }
}
