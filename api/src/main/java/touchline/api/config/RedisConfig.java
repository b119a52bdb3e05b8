package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;
import touchline.api.store.RedisDurability;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;

/**
 * The hot store.
 *
 * @param url as {@link RedisAddress#parse} reads it
 * @param caFile certificates in PEM, trusted instead of the JVM's; none without one
 * @param replicas that must have what is acknowledged; 0 not to wait for any
 * @param mayForgetFlag 1 to accept a Redis whose settings lose acknowledged writes in a crash
 */
public record RedisConfig(
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("caFile") @Nullable String caFile,
        @JsonProperty("replicas") int replicas,
        @JsonProperty("mayForget") int mayForgetFlag) {
    private static final int MOST_REPLICAS = 10;

    /** @throws IllegalArgumentException with one sentence that holds no secret */
    public RedisConfig {
        if (replicas < 0 || replicas > MOST_REPLICAS) {
            throw new IllegalArgumentException("REDIS_REPLICAS must be from 0 to " + MOST_REPLICAS + ".");
        }
        connections(url, caFile, replicas);
    }

    /** The factory of all connections. */
    public RedisConnections connections() {
        return connections(url, caFile, replicas);
    }

    /** Whether a Redis keeps as much as this configuration demands. */
    public RedisDurability durability(UnifiedJedis redis) {
        return new RedisDurability(redis, replicas, mayForgetFlag == 1);
    }

    private static RedisConnections connections(@Nullable String url, @Nullable String caFile, int replicas) {
        return new RedisConnections(
                RedisAddress.parse(url == null ? "" : url, caFile == null || caFile.isBlank() ? null : Path.of(caFile)),
                replicas);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[" + connections() + "]";
    }
}
