/**
 * The live counterpart of the replay: closes what each tick breaches, at a cost that grows with what it breaches.
 */
@NullMarked
package touchline.market.stopwatch;

import org.jspecify.annotations.NullMarked;
