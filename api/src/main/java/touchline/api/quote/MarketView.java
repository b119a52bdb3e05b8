package touchline.api.quote;

import java.time.Clock;
import java.time.Instant;
import touchline.api.contract.SchemaName;
import touchline.market.MarketRules;
import touchline.market.money.Price;

/** The terms of trading. */
@SchemaName("Market")
record MarketView(
        Instant serverTime,
        int feeBps,
        int spreadBps,
        long maxQuantity,
        int maxLeverage,
        int closeOutBps,
        long inPlayDelayMs,
        PriceTerms prices) {

    /** The terms of prices. */
    @SchemaName("PriceTerms")
    record PriceTerms(String tickSize, String lowestBasePrice, String highestBasePrice, long depth) {}

    static MarketView of(MarketRules rules, long depth, Clock clock) {
        return new MarketView(
                clock.instant(),
                rules.feeBps(),
                rules.spreadBps(),
                rules.maxQuantity(),
                rules.maxLeverage(),
                rules.closeOutBps(),
                rules.inPlayDelay().toMillis(),
                new PriceTerms(
                        Price.of(1).toString(),
                        rules.floor().toString(),
                        rules.cap().toString(),
                        depth));
    }
}
