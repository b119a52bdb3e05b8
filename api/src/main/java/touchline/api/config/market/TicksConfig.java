package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import touchline.jobs.ticks.TicksJob;

/** Retention of ticks, in Redis and in the book; longer if an open position may need them. */
public record TicksConfig(
        @JsonProperty("keepHot") Duration keepHot,
        @JsonProperty("keepBook") Duration keepBook) {

    public TicksJob.Keep keep() {
        return new TicksJob.Keep(keepHot.toJavaDuration(), keepBook.toJavaDuration());
    }
}
