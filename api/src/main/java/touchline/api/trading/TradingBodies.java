package touchline.api.trading;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import touchline.api.constraint.MarketBound;
import touchline.api.constraint.Text;
import touchline.api.constraint.ValidationGroups;
import touchline.api.constraint.WholeNumber;
import touchline.api.contract.OptionalBody;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.ProblemException;
import touchline.api.problem.Problems;
import touchline.api.request.PatchField;
import touchline.api.request.PathIds;
import touchline.market.MarketRules;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.position.rule.Direction;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.RestingOrders;
import touchline.market.resting.TimeInForce;
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
            @Nullable OrderType type,
            @Nullable Price limitPrice,
            @Nullable Price stopPrice,
            @Nullable TimeInForce timeInForce,

            @Nullable @Pattern(regexp = "[!-~]{1,64}", message = "must be 1 to 64 visible ASCII characters")
            String clientOrderId)
            implements ValidationGroups {

        OrderTerms terms() {
            return checked(OrderTerms.of(type, limitPrice, stopPrice, timeInForce), worstPrice);
        }

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
            @Nullable Price trailingDistance,
            @Nullable Price worstPrice,
            @Nullable OrderType type,
            @Nullable Price limitPrice,
            @Nullable Price stopPrice,
            @Nullable TimeInForce timeInForce) {

        OrderTerms terms() {
            return checked(OrderTerms.of(type, limitPrice, stopPrice, timeInForce), worstPrice);
        }
    }

    /** What to close of a position; all of it where nothing is said. */
    @SchemaName("CloseRequest")
    record CloseBody(PatchField<Long> quantity) implements OptionalBody {

        @Nullable
        Quantity shares() {
            Long shares = quantity.value();
            if (quantity.isPresent() && (shares == null || shares < 1 || shares > MarketRules.MAX_DEPTH)) {
                throw new ProblemException(Problems.invalid(List.of(new Problem.FieldError(
                        "quantity", "must be a whole number from 1 to the position's quantity"))));
            }
            return shares == null ? null : Quantity.of(shares);
        }
    }

    /** Which positions to close: those in one instrument, or all where nothing is said. An id that a program has lost, which is null, is refused. */
    @SchemaName("CloseAllRequest")
    record CloseAllBody(PatchField<String> instrumentId) implements OptionalBody {

        @Nullable
        InstrumentId instrument() {
            String id = instrumentId.value();
            if (instrumentId.isPresent() && id == null) {
                throw new ProblemException(Problems.invalid(List.of(new Problem.FieldError(
                        "instrumentId", "must be the id of an instrument; leave it out to close all positions"))));
            }
            return id == null ? null : PathIds.parse(id, InstrumentId::parse);
        }
    }

    /** New terms of an order or opening that waits; what is left out stays. */
    @SchemaName("OrderChangeRequest")
    record OrderChangeBody(PatchField<Long> quantity, PatchField<Price> limitPrice, PatchField<Price> stopPrice) {

        /** The market bounds purchases further: the request does not say what the order is. */
        RestingOrders.Replacement replacement() {
            List<Problem.FieldError> errors = new ArrayList<>();
            if (!quantity.isPresent() && !limitPrice.isPresent() && !stopPrice.isPresent()) {
                errors.add(new Problem.FieldError(
                        "quantity", "at least one of quantity, limitPrice, stopPrice is required"));
            }
            Long shares = quantity.value();
            if (quantity.isPresent() && (shares == null || shares < 1 || shares > MarketRules.MAX_DEPTH)) {
                errors.add(new Problem.FieldError(
                        "quantity", "must be a whole number from 1 to " + MarketRules.MAX_DEPTH));
            }
            refuseNull("limitPrice", limitPrice, errors);
            refuseNull("stopPrice", stopPrice, errors);
            if (!errors.isEmpty()) {
                throw new ProblemException(Problems.invalid(errors));
            }
            return new RestingOrders.Replacement(
                    shares == null ? null : Quantity.of(shares), limitPrice.value(), stopPrice.value());
        }

        private static void refuseNull(String name, PatchField<Price> price, List<Problem.FieldError> errors) {
            if (price.isPresent() && price.value() == null) {
                errors.add(new Problem.FieldError(name, "must be a price; leave it out to keep it"));
            }
        }
    }

    private static OrderTerms checked(OrderTerms terms, @Nullable Price worstPrice) {
        List<Problem.FieldError> errors = new ArrayList<>();
        terms.errors().forEach((field, message) -> errors.add(new Problem.FieldError(field, message)));
        if (worstPrice != null && terms.type() != OrderType.MARKET) {
            errors.add(new Problem.FieldError("worstPrice", "must be left out for " + terms.type()));
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(Problems.invalid(errors));
        }
        return terms;
    }

    /** Levels to be set; null takes one away, what is left out stays. */
    @SchemaName("LevelsRequest")
    record LevelsBody(PatchField<Price> stopLoss, PatchField<Price> takeProfit, PatchField<Price> trailingDistance) {}
}
