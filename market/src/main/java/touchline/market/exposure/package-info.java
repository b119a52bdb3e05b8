/** What the house has at stake: open interest, its worst case, its result, and who holds most of an instrument. */
@NullMarked
package touchline.market.exposure;

import org.jspecify.annotations.NullMarked;
