package touchline.market.portfolio;

import org.jspecify.annotations.Nullable;
import touchline.market.instrument.InstrumentId;
import touchline.market.money.Money;
import touchline.market.money.Price;
import touchline.market.spot.Holding;

/**
 * Shares of one instrument, and what they are worth.
 *
 * @param price at the margin; null where there is no such instrument any more
 * @param value what a sale of all of them would bring now: along the curve, after the fee
 */
public record ValuedHolding(
        InstrumentId instrument, Holding holding, @Nullable Price price, Money value) {}
