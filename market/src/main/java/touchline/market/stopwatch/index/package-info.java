/** Open positions, ordered by the prices that close them. */
@NullMarked
package touchline.market.stopwatch.index;

import org.jspecify.annotations.NullMarked;
