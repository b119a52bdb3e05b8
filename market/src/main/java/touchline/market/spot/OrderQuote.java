package touchline.market.spot;

import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.money.Quantity;

/**
 * The terms at which an order would be filled now.
 *
 * @param amount what the shares would cost or yield, fee aside
 * @param priceAfter what one more share would cost then, at the margin
 * @param seq the instrument's last tick: with another, it is another quote
 */
public record OrderQuote(Quantity quantity, Money amount, Money fee, Price priceAfter, long seq) {

    /** The average price a share, fee aside, as a filled order tells it. */
    public Price averagePrice() {
        return SpotOrder.averagePrice(amount, quantity);
    }
}
