package touchline.market.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;
import touchline.market.TestBook;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** A program that takes a lease by {@code SET NX PX} keeps it for as long as it said, and one that asked for no end until it deletes it. */
@ExtendWith(StoresExtension.class)
class ForeignLeaseTest {
    private static final String LEASE = "lease:test";
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void aLeaseOfAnotherProgramLastsAsLongAsItSaid(TestStores stores) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            Leases leases = new Leases(redis, TestBook.on(stores.dataSource()), "node");
            for (String before : new String[] {"nobody", "a node"}) {
                if (before.equals("a node")) {
                    leases.acquire(LEASE, TIME_TO_LIVE).orElseThrow().close();
                }
                assertThat(redis.set(LEASE, "go-1:a", SetParams.setParams().nx().px(LONG.toMillis())))
                        .isEqualTo("OK");

                assertThat(leases.acquire(LEASE, TIME_TO_LIVE)).as(before).isEmpty();

                assertThat(redis.pttl(LEASE)).as(before).isGreaterThan(LONG.toMillis() / 2);
                redis.persist(LEASE);
                assertThat(leases.acquire(LEASE, TIME_TO_LIVE)).as(before).isEmpty();
                assertThat(redis.pttl(LEASE)).as(before).isEqualTo(-1);
                redis.del(LEASE);
            }
        }
    }

    /** Redis' clock was set back after a node had taken it, so the node may have died long ago. */
    @Test
    void aLeaseOfANodeIsCutToItsTimeToLive(TestStores stores) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            Jdbi jdbi = TestBook.on(stores.dataSource());
            assertThat(new Leases(redis, jdbi, "died").acquire(LEASE, TIME_TO_LIVE))
                    .isPresent();
            redis.pexpire(LEASE, LONG.toMillis());

            assertThat(new Leases(redis, jdbi, "other").acquire(LEASE, TIME_TO_LIVE))
                    .isEmpty();

            assertThat(redis.pttl(LEASE)).isBetween(0L, TIME_TO_LIVE.toMillis());
        }
    }

    /** As {@code PERSIST} leaves it: nothing would ever end it. */
    @Test
    void aLeaseOfANodeThatLostItsEndGetsItBack(TestStores stores) {
        try (RedisClient redis = RedisClient.create(stores.redisUrl())) {
            Jdbi jdbi = TestBook.on(stores.dataSource());
            assertThat(new Leases(redis, jdbi, "died").acquire(LEASE, TIME_TO_LIVE))
                    .isPresent();
            redis.persist(LEASE);

            assertThat(new Leases(redis, jdbi, "other").acquire(LEASE, TIME_TO_LIVE))
                    .isEmpty();

            assertThat(redis.pttl(LEASE)).isBetween(0L, TIME_TO_LIVE.toMillis());
        }
    }
}
