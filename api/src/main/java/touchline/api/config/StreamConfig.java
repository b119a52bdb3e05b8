package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may listen.
 *
 * @param most connections to a node
 * @param mostPerUser of which one user's
 * @param mostPerAddress of which one address's, without a token
 * @param slowAfter a listener whose next event has waited longer receives the latest prices only
 */
public record StreamConfig(int most, int mostPerUser, int mostPerAddress, Duration slowAfter) {
    private static final int PER_ADDRESS = 200;
    private static final Duration SLOW_AFTER = Duration.ofMillis(400);

    public StreamConfig {
        if (most < 1 || mostPerUser < 1 || mostPerAddress < 1) {
            throw new IllegalArgumentException(
                    "STREAM_MOST, STREAM_MOST_PER_USER and STREAM_MOST_PER_ADDRESS must be 1 or more");
        }
        if (slowAfter.isNegative()) {
            throw new IllegalArgumentException("STREAM_SLOW_AFTER must not be negative");
        }
    }

    /**
     * Reads it.
     *
     * @param mostPerAddress null in a file of an earlier version, as is {@code slowAfter}
     */
    @JsonCreator
    static StreamConfig of(
            @JsonProperty("most") int most,
            @JsonProperty("mostPerUser") int mostPerUser,
            @JsonProperty("mostPerAddress") @Nullable Integer mostPerAddress,
            @JsonProperty("slowAfter") io.dropwizard.util.@Nullable Duration slowAfter) {
        return new StreamConfig(
                most,
                mostPerUser,
                mostPerAddress == null ? PER_ADDRESS : mostPerAddress,
                slowAfter == null ? SLOW_AFTER : slowAfter.toJavaDuration());
    }
}
