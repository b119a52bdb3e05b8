/**
 * Buying and selling shares along the price curve.
 */
@NullMarked
package touchline.market.spot;

import org.jspecify.annotations.NullMarked;
