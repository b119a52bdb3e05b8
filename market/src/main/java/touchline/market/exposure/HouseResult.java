package touchline.market.exposure;

import touchline.market.money.Money;

/**
 * What the house has won or lost.
 *
 * @param trading from positions, bumps and settlements, and adjustments of customers; negative for a loss
 * @param fees the fees of spot orders
 */
public record HouseResult(Money trading, Money fees) {
    public static final HouseResult NONE = new HouseResult(Money.ZERO, Money.ZERO);
}
