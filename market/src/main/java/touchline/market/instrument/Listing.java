package touchline.market.instrument;

import touchline.market.MarketRules;
import touchline.market.money.Price;

/** A player to be listed, with the starting price of a new one. */
public record Listing(
        InstrumentId id, String name, long teamId, String team, String position, Price startingPrice, long depth) {
    public Listing {
        if (depth <= 0 || depth > MarketRules.MAX_DEPTH) {
            throw new IllegalArgumentException("depth must be 1.." + MarketRules.MAX_DEPTH);
        }
        if (startingPrice.tenThousandths() > MarketRules.MAX_BASE_PRICE) {
            throw new IllegalArgumentException(
                    "starting price must be at most " + Price.of(MarketRules.MAX_BASE_PRICE));
        }
    }
}
