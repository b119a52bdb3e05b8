package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** The hot store. */
public record RedisConfig(@JsonProperty("url") @Nullable URI url) {
    private static final int TIMEOUT_MILLIS = 1_000;

    public RedisConfig {
        if (url == null || !JedisURIHelper.isValid(url)) {
            throw new IllegalArgumentException("REDIS_URL must be redis://HOST:PORT");
        }
    }

    /** Where it is. */
    public URI uri() {
        return url == null ? URI.create("") : url;
    }

    /** A client of so many connections, in which nothing waits for longer than a second. */
    public RedisClient open(int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setMaxWait(Duration.ofSeconds(1));
        HostAndPort server = JedisURIHelper.getHostAndPort(uri());
        return RedisClient.builder()
                .hostAndPort(server)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .user(JedisURIHelper.getUser(uri()))
                        .password(JedisURIHelper.getPassword(uri()))
                        .database(JedisURIHelper.getDBIndex(uri()))
                        .build())
                .poolConfig(pool)
                .build();
    }
}
