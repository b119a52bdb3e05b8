package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Moving what happened into the book.
 *
 * @param embedded 1 to do so in this process
 * @param batch entries a transaction
 */
public record FlusherConfig(
        @JsonProperty("embedded") int embedded,
        @JsonProperty("batch") int batch) {
    public FlusherConfig {
        if (batch < 1 || batch > 20_000) {
            throw new IllegalArgumentException("flusher.batch must be 1..20000");
        }
    }

    public boolean isEmbedded() {
        return embedded == 1;
    }
}
