/**
 * Fairness while a match is live: a request waits out a delay, and is rejected if a match event came in between. Waiting requests are stored in Redis
 * alone, so that any node executes it; the book receives them through the outbox.
 */
@NullMarked
package touchline.market.inplay;

import org.jspecify.annotations.NullMarked;
