package touchline.market.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.RestoreParams;
import touchline.market.key.Keys;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A market of which another program has overwritten a key. */
@ExtendWith(StoresExtension.class)
class OverwrittenAuditTest {
    private static final Set<String> SHARED = Set.of(
            Keys.ACCOUNTS,
            Keys.MARKET,
            Keys.OUTBOX_WRITTEN,
            Keys.OUTBOX_TICKS,
            Keys.OUTBOX_TRADES,
            Keys.SET_ASIDE,
            Keys.WATCHED_OFFSETS,
            Keys.WAITING);

    @Test
    void theAuditEndsWhicheverItIsAndNamesAKeyThatAllShare(TestStores stores) throws Exception {
        try (PlayedMarket played = new PlayedMarket(stores)) {
            RedisClient redis = played.market.redis;
            redis.zadd(Keys.WAITING, 1, "999999");
            redis.hset(Keys.request("999999"), "state", "PENDING");
            redis.hset(Keys.WATCHED_OFFSETS, "5", "1");
            redis.hset(Keys.SET_ASIDE, "position 1", "{}");
            Set<String> keys = new TreeSet<>(redis.keys("*"));
            assertThat(keys).containsAll(SHARED);
            for (String key : keys) {
                byte[] kept = redis.dump(key);
                boolean isText = redis.type(key).equals("string");
                redis.del(key);
                if (isText) {
                    redis.sadd(key, "overwritten");
                } else {
                    redis.set(key, "overwritten");
                }

                AuditReport report = new Audit(redis, played.jdbi, Duration.ZERO).run();

                if (SHARED.contains(key)) {
                    assertThat(report.checks())
                            .singleElement()
                            .satisfies(check -> assertThat(check.detail())
                                    .startsWith("key " + key + " was overwritten: it is of the type string"));
                    assertThat(report.ok()).isFalse();
                }
                redis.del(key);
                redis.restore(key, 0, kept, RestoreParams.restoreParams());
            }
        }
    }
}
