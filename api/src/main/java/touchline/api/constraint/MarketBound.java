package touchline.api.constraint;

import touchline.market.MarketRules;

/** The upper bounds that the market's rules set. */
public enum MarketBound {
    /** Of a purchase or a position, in shares. */
    QUANTITY,

    /** Of a sale, in shares: a holding may have grown above the largest purchase. */
    HOLDING,

    LEVERAGE,

    /** Of the lifetime of an API key, in days. */
    KEY_DAYS;

    /** The longest lifetime of an API key, in days. */
    public static final int LONGEST_KEY_DAYS = 365;

    long of(MarketRules rules) {
        return switch (this) {
            case QUANTITY -> rules.maxQuantity();
            case HOLDING -> MarketRules.MAX_DEPTH;
            case LEVERAGE -> rules.maxLeverage();
            case KEY_DAYS -> LONGEST_KEY_DAYS;
        };
    }
}
