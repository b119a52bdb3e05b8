package touchline.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Which of the nodes sends an alert while Postgres is away. */
@ExtendWith(StoresExtension.class)
final class RedisAlertClaimsTest {
    private static final String KEY = "alert:outage:database-unavailable database";
    private static final String ALERT = "database-unavailable database";

    private RedisClient redis;
    private RedisAlertClaims one;
    private RedisAlertClaims other;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
        one = new RedisAlertClaims(redis, "one");
        other = new RedisAlertClaims(redis, "other");
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void aClaimIsOfOneNodeForAsLongAsItRenewsIt() {
        assertThat(one.claim(ALERT)).isTrue();
        assertThat(other.claim(ALERT)).isFalse();
        redis.pexpire(KEY, 60_000L);

        assertThat(one.claim(ALERT)).isTrue();
        assertThat(redis.pttl(KEY)).as("renewed").isBetween(60_001L, 120_000L);
        other.release(ALERT);
        assertThat(other.claim(ALERT))
                .as("what another node has released is still claimed")
                .isFalse();
        one.release(ALERT);
        assertThat(other.claim(ALERT)).isTrue();
    }

    @Test
    void theAlertOfANodeThatDiedIsSentByAnotherOneAfterMinutes() {
        assertThat(one.claim(ALERT)).isTrue();

        assertThat(redis.pttl(KEY)).isBetween(1L, 120_000L);
    }

    @Test
    void anOverwrittenClaimKeepsNoAlertBack() {
        for (Runnable overwrite : new Runnable[] {
            () -> redis.set(KEY, "of another program"), () -> redis.hset(KEY, "of", "another program")
        }) {
            redis.del(KEY);
            overwrite.run();

            assertThat(one.claim(ALERT)).isTrue();
            assertThat(other.claim(ALERT)).isFalse();
        }
    }
}
