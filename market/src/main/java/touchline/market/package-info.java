/**
 * The market's domain: instruments and prices, spot and leveraged trading, margin, settlement, and the outbox that makes a
 * book of it. Packages are named after things. It knows no HTTP, no Quartz and no Dropwizard; a caller gets
 * an {@link touchline.market.TradeOutcome}, and an exception only for a fault.
 */
@NullMarked
package touchline.market;

import org.jspecify.annotations.NullMarked;
