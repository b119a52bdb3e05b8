package touchline.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.StoresExtension;
import touchline.stores.junit.TestStores;

/** Both ways of counting, held to the same laws. */
@ExtendWith(StoresExtension.class)
class LimiterTest {
    private RedisClient redis;

    @BeforeEach
    void open(TestStores stores) {
        redis = RedisClient.create(stores.redisUrl());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofManyAtOnceSoManyAreLetThroughAndNoMore(boolean cluster) throws Exception {
        Quota quota = new Quota(40, Duration.ofHours(1)); // nothing comes back while the test runs
        Limiter one = limiter(cluster, quota);
        Limiter other = cluster ? limiter(true, quota) : one;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<LimitDecision>> calls = new ArrayList<>();
            for (int n = 0; n < 200; n++) {
                Limiter limiter = n % 2 == 0 ? one : other;
                calls.add(() -> limiter.take("alice"));
            }
            int allowed = 0;
            for (Future<LimitDecision> decision : threads.invokeAll(calls)) {
                allowed += decision.get().isAllowed() ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(40);
        } finally {
            threads.shutdownNow();
        }
        LimitDecision last = one.take("alice");
        assertThat(last.isAllowed()).isFalse();
        assertThat(last.remaining()).isZero();
        assertThat(last.untilNext()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(90));
        assertThat(last.untilFull()).isBetween(Duration.ofMinutes(58), Duration.ofHours(1));
        assertThat(one.take("bob"))
                .as("another caller")
                .extracting(LimitDecision::remaining)
                .isEqualTo(39L);
    }

    @Test
    void tokensAreRefilledAtTheInterval() {
        AtomicLong now = new AtomicLong(1L << 40);
        Limiter limiter = new NodeLimiter(new Quota(10, Duration.ofSeconds(10)), now::get);
        for (int left = 9; left >= 0; left--) {
            assertThat(limiter.take("alice").remaining()).isEqualTo(left);
        }
        assertThat(limiter.take("alice").untilNext()).isEqualTo(Duration.ofSeconds(1));

        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(limiter.take("alice").isAllowed()).isFalse();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(limiter.take("alice").isAllowed()).isTrue();
        assertThat(limiter.take("alice").isAllowed()).isFalse();
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(limiter.take("alice").remaining())
                .as("no more than all of it")
                .isEqualTo(9);
    }

    @Test
    void tokensOfTheClusterAreRefilled() {
        Limiter limiter = limiter(true, new Quota(2, Duration.ofSeconds(1)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !limiter.take("alice").isAllowed());
        await().atMost(Duration.ofSeconds(60)).until(() -> limiter.take("alice").isAllowed());
        assertThat(redis.pttl("limit:writes:alice"))
                .as("it is forgotten in time")
                .isNotEqualTo(-1)
                .isLessThanOrEqualTo(2_000);
    }

    @Test
    void nobodyWaitsForAnHourBecauseTheClockWasSetBack() {
        Limiter limiter = limiter(true, new Quota(2, Duration.ofSeconds(1)));
        long ahead = (System.currentTimeMillis() + Duration.ofHours(1).toMillis()) * 1_000;
        redis.set("limit:writes:alice", Long.toString(ahead));

        assertThat(limiter.take("alice").isAllowed()).isTrue();
        assertThat(limiter.take("alice").untilFull()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hash",
                "garbage",
                "",
                "nan",
                "inf",
                "-1e300",
                "1e300",
                "9999999999999999999999999999999999999999"
            })
    void anOverwrittenRecordRefusesNobodyForEverAndLetsNoFloodThrough(String overwritten) {
        Limiter limiter = limiter(true, new Quota(3, Duration.ofHours(1)));
        if (overwritten.equals("hash")) {
            redis.hset("limit:writes:alice", "of", "another program");
        } else {
            redis.set("limit:writes:alice", overwritten);
        }

        for (long left = 2; left >= 0; left--) {
            assertThat(limiter.take("alice").remaining()).isEqualTo(left);
        }
        assertThat(limiter.take("alice").isAllowed()).isFalse();
        assertThat(redis.pttl("limit:writes:alice"))
                .isBetween(1L, Duration.ofHours(1).plusSeconds(1).toMillis());
    }

    @Test
    void aQuotaIsWrittenAsItIsRead() {
        assertThat(Quota.parse("100 in 10s")).isEqualTo(new Quota(100, Duration.ofSeconds(10)));
        for (String wrong :
                List.of("", "100", "0 in 10s", "1 in 0s", "1 in 3601s", "-1 in 1s", "9999999 in 1s", "1 in 1m")) {
            assertThatThrownBy(() -> Quota.parse(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Limiter limiter(boolean cluster, Quota quota) {
        return cluster ? new ClusterLimiter(redis, "writes", quota) : new NodeLimiter(quota, System::nanoTime);
    }
}
