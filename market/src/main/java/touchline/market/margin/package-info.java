/**
 * Judging positions by ticks that have already happened: all of an instrument, or what one user slept through since he was last seen.
 */
@NullMarked
package touchline.market.margin;

import org.jspecify.annotations.NullMarked;
