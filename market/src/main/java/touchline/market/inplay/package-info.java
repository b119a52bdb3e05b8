/**
 * Fairness while a match is live: what is asked for waits out a delay, and is refused if anything happened on the pitch meanwhile. What waits stands in Redis
 * alone, so that any node executes it; the book is told of it through the outbox.
 */
@NullMarked
package touchline.market.inplay;

import org.jspecify.annotations.NullMarked;
