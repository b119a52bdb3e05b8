package touchline.api.trading;

import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.market.money.Price;
import touchline.market.position.rule.Direction;
import touchline.market.spot.Side;

/** The bodies of orders and positions, as the OpenAPI document describes them. */
final class TradingBodies {
    private TradingBodies() {}

    /** A spot order; {@code worstPrice} is the worst that is still taken. */
    @SchemaName("OrderRequest")
    record OrderBody(
            String instrumentId,
            Side side,
            long quantity,
            @Nullable Price worstPrice) {}

    /** A position to be opened. */
    @SchemaName("PositionRequest")
    record PositionBody(
            String instrumentId,
            Direction direction,
            long quantity,
            int leverage,
            @Nullable Price stopLoss,
            @Nullable Price takeProfit,
            @Nullable Price worstPrice) {}

    /** Levels to be set; null takes one away, what is left out stays. */
    @SchemaName("LevelsRequest")
    record LevelsBody(@Nullable Price stopLoss, @Nullable Price takeProfit) {}
}
