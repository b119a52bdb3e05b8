package touchline.api.config.market;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.util.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import touchline.market.Limits;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpKind;
import touchline.market.fixture.BumpTable;
import touchline.market.fixture.EventFreezes;
import touchline.market.fixture.FreezeKind;
import touchline.market.halt.CircuitBreaker;
import touchline.market.halt.HaltMode;
import touchline.market.matchfeed.PlayerPosition;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.squad.ListingTerms;

/** The numbers by which the market works. */
public record MarketConfig(
        @JsonProperty("stake") long stake,
        @JsonProperty("feeBps") int feeBps,
        @JsonProperty("spreadBps") int spreadBps,
        @JsonProperty("closeOutBps") int closeOutBps,
        @JsonProperty("maxLeverage") int maxLeverage,
        @JsonProperty("maxQuantity") long maxQuantity,
        @JsonProperty("limits") LimitsOfMarket limits,
        @JsonProperty("floor") String floor,
        @JsonProperty("cap") String cap,
        @JsonProperty("depth") long depth,
        @JsonProperty("startingPrices") Map<PlayerPosition, String> startingPrices,
        @JsonProperty("bumps") Map<BumpKind, BumpConfig> bumps,

        @JsonProperty(value = "inPlayDelay", required = true)
        Duration inPlayDelay,

        @JsonProperty(value = "freezeAfterEvent", required = true)
        Duration freezeAfterEvent,

        @JsonProperty(value = "longestReview", required = true)
        Duration longestReview,

        @JsonProperty(value = "freezeOn", required = true) Set<FreezeKind> freezeOn,
        @JsonProperty("circuitBreaker") @Nullable BreakerConfig circuitBreaker) {

    /** The circuit breaker; {@code movePercent} 0 means none. */
    record BreakerConfig(
            @JsonProperty("movePercent") int movePercent,
            @JsonProperty(value = "within", required = true) Duration within,
            @JsonProperty(value = "halts", required = true) HaltMode halts,
            @JsonProperty(value = "lasts", required = true) Duration lasts) {

        CircuitBreaker breaker() {
            return new CircuitBreaker(movePercent * 100, within.toJavaDuration(), halts, lasts.toJavaDuration());
        }
    }

    /** Limits in coins; 0 means unlimited. */
    record LimitsOfMarket(
            @JsonProperty("openPositions") int openPositions,
            @JsonProperty("userExposure") long userExposure,
            @JsonProperty("instrumentExposure") long instrumentExposure,
            @JsonProperty("budget") long budget,
            @JsonProperty("bandBps") int bandBps) {

        Limits limits() {
            return new Limits(
                    openPositions,
                    Money.coins(userExposure),
                    Money.coins(instrumentExposure),
                    Money.coins(budget),
                    bandBps);
        }
    }

    public MarketRules rules() {
        return new MarketRules(
                        feeBps,
                        spreadBps,
                        closeOutBps,
                        maxLeverage,
                        maxQuantity,
                        Price.parse(floor),
                        Price.parse(cap),
                        inPlayDelay.toJavaDuration())
                .within(limits.limits());
    }

    public CircuitBreaker breaker() {
        return circuitBreaker == null ? CircuitBreaker.NONE : circuitBreaker.breaker();
    }

    /** The stake of a new user. */
    public Money newUserStake() {
        return Money.coins(stake);
    }

    public BumpTable bumpTable() {
        return BumpConfig.table(bumps);
    }

    public EventFreezes eventFreezes() {
        return new EventFreezes(freezeAfterEvent.toJavaDuration(), longestReview.toJavaDuration(), freezeOn);
    }

    public ListingTerms listingTerms() {
        Map<PlayerPosition, Price> prices = new EnumMap<>(PlayerPosition.class);
        startingPrices.forEach((position, price) -> prices.put(position, Price.parse(price)));
        return new ListingTerms(prices, depth);
    }
}
