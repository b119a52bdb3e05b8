/** What a user is worth now: cash, margins, what positions have won or lost so far, and what holdings would yield. */
@NullMarked
package touchline.market.portfolio;

import org.jspecify.annotations.NullMarked;
