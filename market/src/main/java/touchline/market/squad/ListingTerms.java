package touchline.market.squad;

import java.util.EnumMap;
import java.util.Map;
import touchline.market.matchfeed.PlayerPosition;
import touchline.market.money.Price;

/**
 * How a new player is listed.
 *
 * @param depth shares of flow that would double the price
 */
public record ListingTerms(Map<PlayerPosition, Price> startingPrices, long depth) {
    public ListingTerms {
        startingPrices = Map.copyOf(startingPrices);
        for (PlayerPosition position : PlayerPosition.values()) {
            if (!startingPrices.containsKey(position)) {
                throw new IllegalArgumentException("no starting price for " + position);
            }
        }
    }

    /** Goalkeepers at 60 coins, defenders 70, midfielders 90, attackers 110; depth 100,000. */
    public static ListingTerms standard() {
        Map<PlayerPosition, Price> prices = new EnumMap<>(PlayerPosition.class);
        prices.put(PlayerPosition.GOALKEEPER, Price.of(600_000));
        prices.put(PlayerPosition.DEFENDER, Price.of(700_000));
        prices.put(PlayerPosition.MIDFIELDER, Price.of(900_000));
        prices.put(PlayerPosition.ATTACKER, Price.of(1_100_000));
        prices.put(PlayerPosition.UNKNOWN, Price.of(800_000));
        return new ListingTerms(prices, 100_000);
    }

    Price startingPrice(PlayerPosition position) {
        Price price = startingPrices.get(position);
        if (price == null) {
            throw new IllegalStateException("no starting price for " + position);
        }
        return price;
    }
}
