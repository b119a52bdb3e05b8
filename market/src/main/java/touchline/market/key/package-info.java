/** The names of keys and channels in Redis. */
@NullMarked
package touchline.market.key;

import org.jspecify.annotations.NullMarked;
