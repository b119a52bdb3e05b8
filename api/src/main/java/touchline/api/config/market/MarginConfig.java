package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;

/** The margin sweep: positions whose ticks were not watched. */
public record MarginConfig(
        @JsonProperty("sweepEvery") Duration sweepEvery,
        @JsonProperty("sweepWorkers") int sweepWorkers,
        @JsonProperty("reconnectWorkers") int reconnectWorkers) {}
