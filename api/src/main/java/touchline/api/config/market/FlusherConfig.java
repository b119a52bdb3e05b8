package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import redis.clients.jedis.UnifiedJedis;
import touchline.market.outbox.Backlog;

/**
 * Moving what happened into the book.
 *
 * @param embedded 1 to do so in this process
 * @param batch entries a transaction
 * @param limit how far the book may be behind before orders and openings are refused
 */
public record FlusherConfig(
        @JsonProperty("embedded") int embedded,
        @JsonProperty("batch") int batch,
        @JsonProperty("limit") Duration limit) {
    public FlusherConfig {
        if (batch < 1 || batch > 20_000) {
            throw new IllegalArgumentException("flusher.batch must be 1..20000");
        }
    }

    public boolean isEmbedded() {
        return embedded == 1;
    }

    /** The limit, to be put into force in this Redis. */
    public Backlog backlog(UnifiedJedis redis) {
        return new Backlog(redis, limit.toJavaDuration());
    }
}
