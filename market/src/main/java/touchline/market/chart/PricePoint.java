package touchline.market.chart;

import java.time.Instant;
import touchline.market.money.Price;

/**
 * The last price of a part of a span.
 *
 * @param at the time of its tick
 */
public record PricePoint(Instant at, Price price, Price low, Price high) {}
