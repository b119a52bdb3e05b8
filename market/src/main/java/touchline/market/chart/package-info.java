/** Prices, trades and events over a span, thinned in the database, for charts. */
@NullMarked
package touchline.market.chart;

import org.jspecify.annotations.NullMarked;
