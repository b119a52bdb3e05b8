package touchline.api.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.BareRedis;

/** Settings of a real Redis, changed while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisDurabilityTest {
    private BareRedis server;
    private RedisClient redis;

    @BeforeAll
    void open(@TempDir Path folder) {
        server = BareRedis.start(folder);
        redis = RedisClient.create(server.url());
    }

    @AfterAll
    void close() {
        redis.close();
        server.close();
    }

    @BeforeEach
    void keepEverything() {
        redis.configSet("appendonly", "yes");
        redis.configSet("appendfsync", "always");
        redis.configSet("min-replicas-to-write", "0");
        redis.configSet("maxmemory", "0");
    }

    @Test
    void aRedisThatKeepsEverythingIsAccepted() throws Exception {
        assertThatCode(() -> durability(0, 0).require()).doesNotThrowAnyException();
        assertThat(new RedisDurabilityHealth(durability(0, 0)).check().isHealthy())
                .isTrue();
    }

    @Test
    void aRedisThatLosesAcknowledgedWritesIsRefusedUnlessThatIsAllowed() throws Exception {
        redis.configSet("appendfsync", "everysec");
        redis.configSet("appendonly", "no");

        assertThatIllegalStateException()
                .isThrownBy(() -> durability(0, 0).require())
                .withMessageContainingAll(
                        "appendonly is no instead of yes",
                        "appendfsync is everysec instead of always",
                        "REDIS_MAY_FORGET=1")
                .withMessageNotContaining("\n");
        assertThat(new RedisDurabilityHealth(durability(0, 0)).check().isHealthy())
                .isFalse();
        assertThatCode(() -> durability(0, 1).require()).doesNotThrowAnyException();
        assertThat(new RedisDurabilityHealth(durability(0, 1)).check()).satisfies(health -> {
            assertThat(health.isHealthy()).isTrue();
            assertThat(health.getMessage()).contains("may be lost", "appendonly is no");
        });
    }

    @Test
    void replicasThatAreDemandedMustBeDemandedByRedisToo() {
        redis.configSet("min-replicas-to-write", "1");

        assertThatCode(() -> durability(1, 0).require()).doesNotThrowAnyException();
        assertThatIllegalStateException()
                .isThrownBy(() -> durability(2, 1).require())
                .withMessageContaining("min-replicas-to-write is 1");
    }

    private RedisDurability durability(int replicas, int mayForget) {
        return new RedisDurability(redis, replicas, mayForget == 1);
    }
}
