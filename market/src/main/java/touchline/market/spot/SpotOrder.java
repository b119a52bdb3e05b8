package touchline.market.spot;

import java.time.Instant;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;
import touchline.market.wallet.UserId;

/**
 * A filled order.
 *
 * @param amount what the shares cost or yielded, fee aside
 */
public record SpotOrder(
        OrderId id,
        UserId user,
        InstrumentId instrument,
        Side side,
        Quantity quantity,
        Money amount,
        Money fee,
        Instant at) {

    /** The average price a share, fee aside, rounded half up; at least a ten-thousandth. */
    public Price averagePrice() {
        return averagePrice(amount, quantity);
    }

    static Price averagePrice(Money amount, Quantity quantity) {
        long shares = quantity.shares();
        return Price.of(Math.max(1, (amount.tenThousandths() + shares / 2) / shares));
    }
}
