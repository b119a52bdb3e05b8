package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import touchline.market.store.RedisAddress;
import touchline.market.store.RedisConnections;

/**
 * The hot store.
 *
 * @param url as {@link RedisAddress#parse} reads it
 * @param caFile certificates in PEM, trusted instead of the JVM's; none without one
 */
public record RedisConfig(
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("caFile") @Nullable String caFile) {

    /** @throws IllegalArgumentException with one sentence that holds no secret */
    public RedisConfig {
        connections(url, caFile);
    }

    /** The factory of all connections. */
    public RedisConnections connections() {
        return connections(url, caFile);
    }

    private static RedisConnections connections(@Nullable String url, @Nullable String caFile) {
        return new RedisConnections(RedisAddress.parse(
                url == null ? "" : url, caFile == null || caFile.isBlank() ? null : Path.of(caFile)));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisConfig[" + connections() + "]";
    }
}
