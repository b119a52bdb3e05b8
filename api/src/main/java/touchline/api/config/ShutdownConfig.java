package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;

/**
 * How a node stops.
 *
 * @param leave how long it still accepts requests after it received the signal to stop
 */
public record ShutdownConfig(@JsonProperty("leave") Duration leave) {
    static final ShutdownConfig DEFAULT = new ShutdownConfig(Duration.seconds(1));

    /** @throws IllegalArgumentException with one sentence */
    public ShutdownConfig {
        if (leave.toSeconds() > 3) {
            throw new IllegalArgumentException("SHUTDOWN_LEAVE must be at most 3s: a node stops within 10 s.");
        }
    }
}
