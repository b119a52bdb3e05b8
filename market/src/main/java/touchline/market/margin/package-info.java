/**
 * Judging positions by ticks that have already happened.
 */
@NullMarked
package touchline.market.margin;

import org.jspecify.annotations.NullMarked;
