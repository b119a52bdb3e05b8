/** Records that can't be read: left out by readers, and named for operators. */
@NullMarked
package touchline.market.unreadable;

import org.jspecify.annotations.NullMarked;
