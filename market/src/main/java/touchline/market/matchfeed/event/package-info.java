/** The values of a match event. */
@NullMarked
package touchline.market.matchfeed.event;

import org.jspecify.annotations.NullMarked;
