package touchline.market.wallet;

import touchline.market.money.Money;

/**
 * A user's money.
 *
 * @param cash free to spend
 * @param held the margins of open positions
 */
public record Wallet(Money cash, Money held) {}
