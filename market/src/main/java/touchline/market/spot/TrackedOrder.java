package touchline.market.spot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.inplay.RequestState;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.resting.OrderTerms;

/**
 * An order as its user follows it.
 *
 * @param clientId the user's own id of it; null for none
 * @param fill null unless it is filled
 * @param rejection why it was rejected; null unless it was
 * @param conditions the price that it waits or waited for, and what is held back for it; null for a market order
 * @param executeAt when it is or was to be executed; null where it had not to wait
 */
public record TrackedOrder(
        OrderId id,
        @Nullable String clientId,
        InstrumentId instrument,
        Side side,
        Quantity quantity,
        RequestState state,
        @Nullable SpotOrder fill,
        @Nullable Rejection rejection,
        @Nullable Conditions conditions,
        @Nullable Instant executeAt) {

    /**
     * One that was filled at once.
     *
     * @param terms of one with a price; null for a market order
     */
    public static TrackedOrder filled(SpotOrder order, @Nullable String clientId, @Nullable OrderTerms terms) {
        return new TrackedOrder(
                order.id(),
                clientId,
                order.instrument(),
                order.side(),
                order.quantity(),
                RequestState.FILLED,
                order,
                null,
                terms == null ? null : new Conditions(terms, Money.ZERO, 0),
                null);
    }

    /**
     * When an order is filled.
     *
     * @param reserved money held for it while it rests
     * @param reservedShares shares held back by a sale while it rests
     */
    public record Conditions(OrderTerms terms, Money reserved, long reservedShares) {}
}
