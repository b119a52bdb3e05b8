package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who may listen.
 *
 * @param most connections to a node
 * @param mostPerUser of which one user's
 * @param mostPerAddress of which one address's, without a token
 */
public record StreamConfig(int most, int mostPerUser, int mostPerAddress) {
    private static final int PER_ADDRESS = 200;

    public StreamConfig {
        if (most < 1 || mostPerUser < 1 || mostPerAddress < 1) {
            throw new IllegalArgumentException(
                    "STREAM_MOST, STREAM_MOST_PER_USER and STREAM_MOST_PER_ADDRESS must be 1 or more");
        }
    }

    /**
     * Reads it.
     *
     * @param mostPerAddress null in a file of an earlier version
     */
    @JsonCreator
    static StreamConfig of(
            @JsonProperty("most") int most,
            @JsonProperty("mostPerUser") int mostPerUser,
            @JsonProperty("mostPerAddress") @Nullable Integer mostPerAddress) {
        return new StreamConfig(most, mostPerUser, mostPerAddress == null ? PER_ADDRESS : mostPerAddress);
    }
}
