package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.money.Price;
import touchline.market.portfolio.ValuedHolding;

/**
 * Shares of one instrument.
 *
 * @param cost what they cost, fee aside
 * @param price of one more share
 * @param value what a sale of all of them would bring now, after the fee; {@code unrealisedPnl} is that less the cost
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@SchemaName("Holding")
public record HoldingView(
        String instrumentId,
        long quantity,
        String cost,
        @Nullable String price,
        String value,
        String unrealisedPnl) {
    public static HoldingView of(ValuedHolding one) {
        Price price = one.price();
        return new HoldingView(
                one.instrument().toString(),
                one.holding().quantity(),
                one.holding().cost().toString(),
                price == null ? null : price.toString(),
                one.value().toString(),
                one.value().minus(one.holding().cost()).toString());
    }
}
