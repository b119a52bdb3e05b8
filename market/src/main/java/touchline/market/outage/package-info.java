/** Tells a store that is out of reach, or refuses for now, from a fault. */
@NullMarked
package touchline.market.outage;

import org.jspecify.annotations.NullMarked;
