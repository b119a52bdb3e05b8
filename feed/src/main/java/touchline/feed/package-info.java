/** The match data: polls the provider and translates what it sends into the market's own terms. */
@NullMarked
package touchline.feed;

import org.jspecify.annotations.NullMarked;
