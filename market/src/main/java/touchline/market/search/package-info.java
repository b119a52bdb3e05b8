/** Names as people type them. */
@NullMarked
package touchline.market.search;

import org.jspecify.annotations.NullMarked;
