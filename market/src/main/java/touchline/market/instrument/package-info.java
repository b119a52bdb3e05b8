/**
 * Instruments: every footballer that can be traded, its price and what it stands on.
 */
@NullMarked
package touchline.market.instrument;

import org.jspecify.annotations.NullMarked;
