package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Who may listen.
 *
 * @param most connections to a node
 * @param mostPerUser of which one user's
 */
public record StreamConfig(
        @JsonProperty("most") int most,
        @JsonProperty("mostPerUser") int mostPerUser) {
    public StreamConfig {
        if (most < 1 || mostPerUser < 1) {
            throw new IllegalArgumentException("STREAM_MOST and STREAM_MOST_PER_USER must be 1 or more");
        }
    }
}
