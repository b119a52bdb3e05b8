package touchline.market.portfolio;

import touchline.market.money.Money;
import touchline.market.wallet.Wallet;

/**
 * What a user is worth.
 *
 * @param holdings what a sale of all shares would bring now: along the curve, after the fee
 * @param unrealised what open positions have won or lost so far
 */
public record Portfolio(Wallet wallet, Money holdings, Money unrealised) {

    /** All of it together. */
    public Money equity() {
        return wallet.cash().plus(wallet.held()).plus(holdings).plus(unrealised);
    }
}
