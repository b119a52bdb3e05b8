package touchline.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;
import touchline.stores.junit.BareRedis;

class RedisMemorySourceTest {
    @Test
    void threeQuartersOfTheMemoryAreAnAlert(@TempDir Path folder) {
        try (BareRedis server = BareRedis.start(folder);
                RedisClient redis = RedisClient.create(server.url())) {
            RedisMemorySource memory = new RedisMemorySource(redis);
            assertThat(memory.now()).as("without a limit").isEmpty();

            redis.configSet("maxmemory", "1gb");
            assertThat(memory.now()).isEmpty();
            redis.configSet("maxmemory", "1");
            assertThat(memory.now()).hasSize(1);
        }
    }
}
