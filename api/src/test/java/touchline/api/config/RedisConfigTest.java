package touchline.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 11})
    void aNumberOfReplicasThatNobodyHasIsRefused(int replicas) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RedisConfig("redis://u:kestrel@h:7", null, replicas, 0))
                .withMessageStartingWith("REDIS_REPLICAS ");
        assertThat(new RedisConfig("redis://u:kestrel@h:7", null, 1, 0).toString())
                .doesNotContain("kestrel");
    }
}
