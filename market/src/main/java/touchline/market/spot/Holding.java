package touchline.market.spot;

import touchline.market.money.Money;

/**
 * Shares that a user holds of one instrument.
 *
 * @param cost what they cost, fee aside; a sale takes its share of it
 */
public record Holding(long quantity, Money cost) {}
