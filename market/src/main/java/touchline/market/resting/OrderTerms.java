package touchline.market.resting;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import touchline.market.money.Price;

/**
 * When an order or an opening is filled, and how long it is kept.
 *
 * @param limitPrice the worst price a share, the spread of a position included; null where the type has none
 * @param stopPrice the price that triggers it; null where the type has none
 */
public record OrderTerms(
        OrderType type,
        @Nullable Price limitPrice,
        @Nullable Price stopPrice,
        TimeInForce timeInForce) {
    public static final OrderTerms MARKET = new OrderTerms(OrderType.MARKET, null, null, TimeInForce.IOC);

    /**
     * Terms with the defaults of their type.
     *
     * @param type null for a market order
     * @param timeInForce null for {@code IOC} of a market order, {@code GTC} of the others
     */
    public static OrderTerms of(
            @Nullable OrderType type,
            @Nullable Price limitPrice,
            @Nullable Price stopPrice,
            @Nullable TimeInForce timeInForce) {
        OrderType known = type == null ? OrderType.MARKET : type;
        TimeInForce otherwise = known == OrderType.MARKET ? TimeInForce.IOC : TimeInForce.GTC;
        return new OrderTerms(known, limitPrice, stopPrice, timeInForce == null ? otherwise : timeInForce);
    }

    /** What is wrong with the combination, by field as clients name it; empty if nothing is. */
    public Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        if (type.hasLimit() != (limitPrice != null)) {
            errors.put("limitPrice", type.hasLimit() ? "is required for " + type : "must be left out for " + type);
        }
        if (type.hasStop() != (stopPrice != null)) {
            errors.put("stopPrice", type.hasStop() ? "is required for " + type : "must be left out for " + type);
        }
        if (type == OrderType.MARKET && timeInForce != TimeInForce.IOC) {
            errors.put("timeInForce", "must be IOC or left out for MARKET");
        } else if (type.hasStop() && timeInForce == TimeInForce.IOC) {
            errors.put("timeInForce", "must be GTC or DAY for " + type);
        }
        return errors;
    }

    /** Whether it has no price. */
    public boolean isMarket() {
        return type == OrderType.MARKET;
    }

    /**
     * The worst price that a fill at once may have.
     *
     * @param asked by the request itself; null for any
     */
    public @Nullable Price worst(@Nullable Price asked) {
        return limitPrice == null ? asked : limitPrice;
    }
}
