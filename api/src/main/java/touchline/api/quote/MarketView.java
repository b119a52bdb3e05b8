package touchline.api.quote;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.catalogue.HaltNotice;
import touchline.api.contract.SchemaName;
import touchline.market.MarketRules;
import touchline.market.money.Price;

/**
 * The terms of trading, and what is halted.
 *
 * @param halts as {@code GET /v1/status} shows them; null where Redis is out of reach
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Market")
record MarketView(
        Instant serverTime,
        int feeBps,
        int spreadBps,
        long maxQuantity,
        int maxLeverage,
        int closeOutBps,
        long inPlayDelayMs,
        PriceTerms prices,
        @Nullable List<HaltNotice> halts) {

    /** The terms of prices. */
    @SchemaName("PriceTerms")
    record PriceTerms(String tickSize, String lowestBasePrice, String highestBasePrice, long depth) {}

    static MarketView of(MarketRules rules, long depth, @Nullable List<HaltNotice> halts, Instant now) {
        return new MarketView(
                now,
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
                        depth),
                halts);
    }
}
