/**
 * Leveraged positions (CFDs): opening, amending, closing, and the rules of when a tick breaches one.
 */
@NullMarked
package touchline.market.position;

import org.jspecify.annotations.NullMarked;
