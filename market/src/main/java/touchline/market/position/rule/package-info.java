/** When a tick closes a position. */
@NullMarked
package touchline.market.position.rule;

import org.jspecify.annotations.NullMarked;
