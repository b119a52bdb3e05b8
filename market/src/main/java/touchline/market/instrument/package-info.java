/**
 * Instruments: every footballer that can be traded, its price and base.
 */
@NullMarked
package touchline.market.instrument;

import org.jspecify.annotations.NullMarked;
