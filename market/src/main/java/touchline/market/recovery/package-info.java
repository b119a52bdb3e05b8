/**
 * When Redis has lost its data: noticing it before anything trades on half a market, and the way back from the book.
 */
@NullMarked
package touchline.market.recovery;

import org.jspecify.annotations.NullMarked;
