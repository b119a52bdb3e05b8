package touchline.api.constraint;

import java.util.function.ToLongFunction;
import touchline.market.MarketRules;

/** The upper bounds that the market's rules set. */
public enum MarketBound {
    /** Of a purchase or a position, in shares. */
    QUANTITY(MarketRules::maxQuantity),

    /** Of a sale, in shares: a holding may have grown above the largest purchase. */
    HOLDING(rules -> MarketRules.MAX_DEPTH),

    LEVERAGE(MarketRules::maxLeverage);

    private final ToLongFunction<MarketRules> value;

    MarketBound(ToLongFunction<MarketRules> value) {
        this.value = value;
    }

    public long of(MarketRules rules) {
        return value.applyAsLong(rules);
    }
}
