package touchline.api.trading;

import java.time.Instant;
import touchline.market.spot.SpotOrder;

/** An order, to its owner. */
record OrderView(
        String id,
        String instrumentId,
        String side,
        long quantity,
        String averagePrice,
        String amount,
        String fee,
        Instant at) {

    static OrderView of(SpotOrder order) {
        return new OrderView(
                order.id().toString(),
                order.instrument().toString(),
                order.side().name(),
                order.quantity().shares(),
                order.averagePrice().toString(),
                order.amount().toString(),
                order.fee().toString(),
                order.at());
    }
}
