package touchline.market.news;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import touchline.market.Rejection;
import touchline.market.inplay.RequestState;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.outbox.entry.TradesEntry;
import touchline.market.resting.OrderTerms;
import touchline.market.resting.OrderType;
import touchline.market.resting.TimeInForce;
import touchline.market.spot.OrderId;
import touchline.market.spot.Side;

/** Converts entries about orders into news. */
final class OrderNews {
    private OrderNews() {}

    /** Empty if the entry is not about an order, or doesn't name its owner. */
    static Optional<News> of(TradesEntry entry) {
        Instant at = Instant.ofEpochMilli(entry.at());
        if (entry instanceof TradesEntry.OrderFilled filled) {
            return Optional.of(filled(filled, at));
        }
        if (entry instanceof TradesEntry.OrderQueued queued) {
            return Optional.of(new News.OrderChanged(
                    OrderId.of(queued.id()),
                    queued.user(),
                    queued.instrument(),
                    RequestState.PENDING,
                    new News.OrderDetail(
                            queued.clientId(),
                            Side.valueOf(queued.side()),
                            Quantity.of(queued.quantity()),
                            null,
                            null,
                            Instant.ofEpochMilli(queued.executeAt()),
                            null,
                            "USER"),
                    null,
                    at));
        }
        if (entry instanceof TradesEntry.RequestChanged changed && changed.isOfOrder()) {
            return Optional.of(changed(changed, at));
        }
        if (entry instanceof TradesEntry.RequestDecided decided && decided.isOfOrder()) {
            return rejected(decided, at);
        }
        return Optional.empty();
    }

    private static News changed(TradesEntry.RequestChanged changed, Instant at) {
        RequestState state = RequestState.valueOf(changed.state());
        TradesEntry.RequestTerms terms = changed.terms();
        return new News.OrderChanged(
                OrderId.of(changed.id()),
                changed.user(),
                changed.instrument(),
                state,
                new News.OrderDetail(
                        terms.clientId(),
                        terms.side() == null ? null : Side.valueOf(terms.side()),
                        Quantity.of(terms.quantity()),
                        null,
                        null,
                        state == RequestState.PENDING ? Instant.ofEpochMilli(terms.executeAt()) : null,
                        terms(terms.conditions()),
                        "USER"),
                Rejection.kept(changed.problem(), changed.problemFacts()),
                at);
    }

    /** Null for a market order. */
    static @Nullable OrderTerms terms(TradesEntry.@Nullable Conditions conditions) {
        if (conditions == null
                || conditions.timeInForce() == null
                || conditions.type().equals(OrderType.MARKET.name())) {
            return null;
        }
        return new OrderTerms(
                OrderType.valueOf(conditions.type()),
                price(conditions.limitPrice()),
                price(conditions.stopPrice()),
                TimeInForce.valueOf(conditions.timeInForce()));
    }

    private static @Nullable Price price(@Nullable Long tenThousandths) {
        return tenThousandths == null ? null : Price.of(tenThousandths);
    }

    private static News filled(TradesEntry.OrderFilled filled, Instant at) {
        TradesEntry.Fill fill = filled.fill();
        return new News.OrderChanged(
                OrderId.of(filled.id()),
                filled.user(),
                filled.instrument(),
                RequestState.FILLED,
                new News.OrderDetail(
                        filled.clientId(),
                        Side.valueOf(fill.side()),
                        Quantity.of(fill.quantity()),
                        Money.of(fill.amount()),
                        Money.of(fill.fee()),
                        null,
                        terms(fill.conditions()),
                        fill.source()),
                null,
                at);
    }

    private static Optional<News> rejected(TradesEntry.RequestDecided decided, Instant at) {
        TradesEntry.Owner owner = decided.owner();
        return owner == null
                ? Optional.empty()
                : Optional.of(new News.OrderChanged(
                        OrderId.of(decided.id()),
                        owner.user(),
                        owner.instrument(),
                        RequestState.REJECTED,
                        new News.OrderDetail(owner.clientId(), null, null, null, null, null, null, "USER"),
                        Rejection.kept(decided.problem(), decided.problemFacts()),
                        at));
    }
}
