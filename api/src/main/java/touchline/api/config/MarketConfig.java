package touchline.api.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.Map;
import touchline.market.MarketRules;
import touchline.market.fixture.BumpKind;
import touchline.market.fixture.BumpTable;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.squad.ListingTerms;
import touchline.market.squad.PlayerPosition;

/** The numbers by which the market works. */
public record MarketConfig(
        @JsonProperty("stake") long stake,
        @JsonProperty("feeBps") int feeBps,
        @JsonProperty("spreadBps") int spreadBps,
        @JsonProperty("closeOutBps") int closeOutBps,
        @JsonProperty("maxLeverage") int maxLeverage,
        @JsonProperty("maxQuantity") long maxQuantity,
        @JsonProperty("floor") String floor,
        @JsonProperty("cap") String cap,
        @JsonProperty("depth") long depth,
        @JsonProperty("startingPrices") Map<PlayerPosition, String> startingPrices,
        @JsonProperty("bumps") Map<BumpKind, BumpConfig> bumps) {

    public MarketRules rules() {
        return new MarketRules(
                feeBps, spreadBps, closeOutBps, maxLeverage, maxQuantity, Price.parse(floor), Price.parse(cap));
    }

    /** What a new user is granted. */
    public Money newUserStake() {
        return Money.coins(stake);
    }

    public BumpTable bumpTable() {
        return BumpConfig.table(bumps);
    }

    public ListingTerms listingTerms() {
        Map<PlayerPosition, Price> prices = new EnumMap<>(PlayerPosition.class);
        startingPrices.forEach((position, price) -> prices.put(position, Price.parse(price)));
        return new ListingTerms(prices, depth);
    }
}
