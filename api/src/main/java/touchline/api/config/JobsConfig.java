package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Background jobs.
 *
 * @param threads runs at once on a node
 */
public record JobsConfig(@JsonProperty("threads") int threads) {
    public JobsConfig {
        if (threads < 6 || threads > 200) {
            throw new IllegalArgumentException(
                    "jobs.threads must be 6..200: at least as many as there are jobs, and two more");
        }
    }
}
