/**
 * The port through which the market receives match data: snapshots of matches in the market's own terms. It names no provider: a client of one translates into these types.
 */
@NullMarked
package touchline.market.matchfeed;

import org.jspecify.annotations.NullMarked;
