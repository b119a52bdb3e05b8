package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import touchline.jobs.bots.BotRules;
import touchline.market.money.Money;

/** Synthetic traders. */
public record BotsConfig(
        @JsonProperty("enabled") int enabled,
        @JsonProperty("wallet") long wallet,
        @JsonProperty("personas") int personas,
        @JsonProperty("every") Duration every,
        @JsonProperty("maxOpenPositions") int maxOpenPositions,
        @JsonProperty("maxPerInstrumentBps") int maxPerInstrumentBps,
        @JsonProperty("seed") long seed) {

    public boolean isEnabled() {
        return enabled == 1;
    }

    public BotRules rules() {
        return new BotRules(Money.coins(wallet), personas, maxOpenPositions, maxPerInstrumentBps, seed);
    }
}
