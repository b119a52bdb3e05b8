/** Who plays in a match, and what the feed counts for each player. */
@NullMarked
package touchline.market.matchfeed.lineup;

import org.jspecify.annotations.NullMarked;
