package touchline.api.trading;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.api.contract.SchemaName;
import touchline.api.problem.Problem;
import touchline.api.problem.Problems;
import touchline.market.inplay.InPlayRequest;
import touchline.market.inplay.RequestState;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.TimeInForce;
import touchline.market.spot.OrderId;
import touchline.market.spot.Side;
import touchline.market.spot.SpotOrder;
import touchline.market.spot.TrackedOrder;

/** An order, to its owner: its amount once it is filled, why once it is rejected, and when it is due while it waits. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@SchemaName("Order")
public record OrderView(
        String id,
        @Nullable String clientOrderId,
        RequestState state,
        String instrumentId,
        Side side,
        long quantity,
        @Nullable String averagePrice,
        @Nullable String amount,
        @Nullable String fee,
        @Nullable Instant at,
        @Nullable Instant executeAt,
        @Nullable Problem problem,
        @Nullable OrderType type,
        @Nullable String limitPrice,
        @Nullable String stopPrice,
        @Nullable TimeInForce timeInForce,
        @Nullable String reserved,
        @Nullable Long reservedShares) {

    public static OrderView of(TrackedOrder order) {
        SpotOrder fill = order.fill();
        TrackedOrder.Conditions conditions = order.conditions();
        OrderTerms terms = conditions == null ? null : conditions.terms();
        boolean rests = order.state() == RequestState.WORKING || order.state() == RequestState.TRIGGERED;
        return new OrderView(
                order.id().toString(),
                order.clientId(),
                order.state(),
                order.instrument().toString(),
                order.side(),
                order.quantity().shares(),
                fill == null ? null : fill.averagePrice().toString(),
                fill == null ? null : fill.amount().toString(),
                fill == null ? null : fill.fee().toString(),
                fill == null ? null : fill.at(),
                rests ? null : order.executeAt(),
                order.rejection() == null ? null : Problems.refused(order.rejection()),
                terms == null ? null : terms.type(),
                terms == null || terms.limitPrice() == null
                        ? null
                        : terms.limitPrice().toString(),
                terms == null || terms.stopPrice() == null
                        ? null
                        : terms.stopPrice().toString(),
                terms == null ? null : terms.timeInForce(),
                rests && conditions != null ? conditions.reserved().toString() : null,
                rests && conditions != null ? conditions.reservedShares() : null);
    }

    /** One that had to wait, as Redis has it: it knows before the book does. */
    static OrderView of(InPlayRequest request, InPlayRequest.Order order) {
        Long amount = order.amount();
        Long fee = order.fee();
        Instant at = order.filledAt();
        OrderId id = OrderId.of(request.id());
        Side side = Side.valueOf(order.side());
        Quantity quantity = Quantity.of(order.quantity());
        return of(new TrackedOrder(
                id,
                order.clientId(),
                request.instrument(),
                side,
                quantity,
                request.state(),
                amount == null || fee == null || at == null
                        ? null
                        : new SpotOrder(
                                id,
                                request.user(),
                                request.instrument(),
                                side,
                                quantity,
                                Money.of(amount),
                                Money.of(fee),
                                at),
                request.rejection(),
                conditions(request.conditions()),
                request.executeAt()));
    }

    private static TrackedOrder.@Nullable Conditions conditions(InPlayRequest.@Nullable Conditions conditions) {
        return conditions == null
                ? null
                : new TrackedOrder.Conditions(
                        conditions.terms(), Money.of(conditions.reserved()), conditions.reservedShares());
    }
}
