/**
 * Judges positions by past ticks: all positions of an instrument, or one user's since the user was last seen.
 */
@NullMarked
package touchline.market.margin;

import org.jspecify.annotations.NullMarked;
