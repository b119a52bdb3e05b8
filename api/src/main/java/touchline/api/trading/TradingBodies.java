package touchline.api.trading;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.MarketBound;
import touchline.api.constraint.Text;
import touchline.api.constraint.ValidationGroups;
import touchline.api.constraint.WholeNumber;
import touchline.api.contract.SchemaName;
import touchline.api.request.PatchField;
import touchline.market.money.Price;
import touchline.market.position.rule.Direction;
import touchline.market.spot.Side;

/** The bodies of orders and positions. */
final class TradingBodies {
    private static final int LONGEST_ID = 128;

    private TradingBodies() {}

    /** A spot order; {@code worstPrice} is the worst that is still taken, {@code clientOrderId} an id of the user's own. */
    @SchemaName("OrderRequest")
    record OrderBody(
            @Text(max = LONGEST_ID) String instrumentId,
            @NotNull Side side,

            @WholeNumber(max = MarketBound.QUANTITY, groups = Purchase.class)
            @WholeNumber(max = MarketBound.HOLDING, groups = Sale.class)
            Long quantity,

            @Nullable Price worstPrice,

            @Nullable @Pattern(regexp = "[!-~]{1,64}", message = "must be 1 to 64 visible ASCII characters")
            String clientOrderId)
            implements ValidationGroups {

        @Override
        public Class<?>[] groups() {
            return new Class<?>[] {side == Side.SELL ? Sale.class : Purchase.class};
        }

        private interface Purchase {}

        private interface Sale {}
    }

    /** A position to be opened. */
    @SchemaName("PositionRequest")
    record PositionBody(
            @Text(max = LONGEST_ID) String instrumentId,
            @NotNull Direction direction,
            @WholeNumber(max = MarketBound.QUANTITY) Long quantity,
            @WholeNumber(max = MarketBound.LEVERAGE) Integer leverage,
            @Nullable Price stopLoss,
            @Nullable Price takeProfit,
            @Nullable Price worstPrice) {}

    /** Levels to be set; null takes one away, what is left out stays. */
    @SchemaName("LevelsRequest")
    record LevelsBody(PatchField<Price> stopLoss, PatchField<Price> takeProfit) {}
}
