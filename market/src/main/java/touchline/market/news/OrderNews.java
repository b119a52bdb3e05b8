package touchline.market.news;

import java.time.Instant;
import java.util.Optional;
import touchline.market.Rejection;
import touchline.market.inplay.RequestState;
import touchline.market.money.Money;
import touchline.market.money.Quantity;
import touchline.market.outbox.entry.TradesEntry;
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
                            "USER"),
                    null,
                    at));
        }
        if (entry instanceof TradesEntry.RequestDecided decided && decided.isOfOrder()) {
            return rejected(decided, at);
        }
        return Optional.empty();
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
                        new News.OrderDetail(owner.clientId(), null, null, null, null, null, "USER"),
                        Rejection.kept(decided.problem(), decided.problemFacts()),
                        at));
    }
}
